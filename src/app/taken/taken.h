#pragma once

#include <filesystem>
#include <vector>

#include "core/result.h"
#include "lab/document/document.h"

// What is taken along of a lab.
namespace convlens::app {

// The kinds of it, as the command line lists them.
inline constexpr const char* kTakenHelp =
    "what to write: .py, a script of NumPy and Keras that gives the same maps, pictures without a "
    "file of their own beside it; .keras, the network as it is shown; .npz, all maps with what "
    "they are of; .npy or .csv, the maps";

// Told by the file's ending, see kTakenHelp. Gives what was written.
Result<std::vector<std::filesystem::path>> take_along(const lab::Document& document,
                                                      const std::filesystem::path& path);

}  // namespace convlens::app
