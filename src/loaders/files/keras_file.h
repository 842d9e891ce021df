#pragma once

#include <filesystem>

#include "core/result.h"
#include "loaders/isolation/model_archive.h"

namespace convlens::loaders {

// Reads what Keras has saved, telling the formats apart by content, not by name:
//   zip archive    .keras of Keras 3 (and of Keras 2.12 to 2.15): config.json, metadata.json and
//                  model.weights.h5. Groups in the order of their paths.
//   HDF5           .h5 of Keras 1 to 3, with or without an architecture (attributes model_config,
//                  layer_names, weight_names); .weights.h5 of Keras 3. Groups in the file's order.
// Only the model's own arrays are read, not the optimizer's. Errors name the file.
//
// HDF5 crashes on some damaged files: call it through isolated_read("keras", path).
Result<ModelArchive> read_keras_file(const std::filesystem::path& path);

}  // namespace convlens::loaders
