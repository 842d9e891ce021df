#include "app/open/network_files.h"

namespace convlens::app {

Result<loaders::LoadedModel> load_network(const NetworkFiles& files,
                                          const loaders::IsolationLimits& limits) {
  loaders::LoadOptions options;
  options.limits = limits;
  if (!files.path.empty()) options.architecture = files.structure;
  return loaders::load_model(files.named(), options);
}

}  // namespace convlens::app
