#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"
#include "loaders/load_model.h"

namespace convlens::app {

// Which item of which file a network is to see.
struct NetworkInput {
  std::filesystem::path file;  // a picture, a .npy, or an idx file
  int index = 0;               // of a file that holds several items
  bool raw = false;            // 8- and 16-bit data as they are, not scaled to 0..1
};

// All items of the file as the model takes them, (N, H, W, C) float32: 8-bit data times 1/255,
// 16-bit data times 1/65535, unless `raw`. The error says where the channels differ from the
// model's.
Result<Tensor> read_network_items(const NetworkInput& input, const loaders::LoadedModel& model);

// The one item with that index, (1, H, W, C).
Result<Tensor> read_network_item(const NetworkInput& input, const loaders::LoadedModel& model);

// Class numbers, (N,), from an idx file or a .npy.
Result<std::vector<int>> read_labels(const std::filesystem::path& file);

// One class name a line.
Result<std::vector<std::string>> read_class_names(const std::filesystem::path& file);

// A layer by its name or its number in model.layers.
Result<nn::ModelLayer> find_layer(const nn::Model& model, const std::string& name_or_number);

}  // namespace convlens::app
