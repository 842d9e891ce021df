#pragma once

#include <filesystem>
#include <vector>

#include "core/result.h"
#include "lab/document/network.h"

namespace convlens::app {

// The network as it is shown, as a .keras file, which `path` gains as its ending where it has none.
// One that was read from a .keras file which is still there keeps all that the file holds but the
// changed weights; others are written anew, of the layers that Keras has. Its preparation and its
// class names stand in NAME.json beside it, as load_model() reads them, where there are any and no
// such file yet. Gives what was written.
Result<std::vector<std::filesystem::path>> export_network(const lab::Network& network,
                                                          std::filesystem::path path);

}  // namespace convlens::app
