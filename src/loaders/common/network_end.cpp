#include "loaders/common/network_end.h"

#include <algorithm>

namespace convlens::loaders {

Phrase end_note(const Error& why, const nn::Model& model) {
  std::string last;
  for (const nn::ModelLayer& layer : model.layers()) {
    const auto outputs = model.outputs();
    if (std::find(outputs.begin(), outputs.end(), layer.output()) == outputs.end()) continue;
    last += fmt::format("{}\"{}\"", last.empty() ? "" : ", ", layer.name());
  }
  return phrase("{}: the network is shown up to {}", why, last);
}

}  // namespace convlens::loaders
