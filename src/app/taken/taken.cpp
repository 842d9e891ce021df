#include "app/taken/taken.h"

#include <utility>

#include "app/taken/arrays.h"
#include "app/taken/network_export.h"
#include "app/taken/python_export.h"
#include "core/files/file_name.h"

namespace convlens::app {

Result<std::vector<std::filesystem::path>> take_along(const lab::Document& document,
                                                      const std::filesystem::path& path) {
  if (has_ending(path, ".py")) return export_python(document, path);
  if (has_ending(path, ".keras")) {
    if (document.network) return export_network(*document.network, path);
    return fail("{}: there is no network to save, one among the files expected", path.string());
  }
  for (const char* ending : {".npz", ".npy", ".csv"}) {
    if (!has_ending(path, ending)) continue;
    lab::Pipeline pipeline;
    TRY(pipeline.update(document));
    TRY_ASSIGN(auto written, write_arrays(my_maps(document, pipeline), path));
    return std::vector{std::move(written)};
  }
  return fail(
      "{}: what is exported is told by its ending, .py, .keras, .npz, .npy or .csv expected",
      path.string());
}

}  // namespace convlens::app
