#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/films/film_frames.h"
#include "app/open/picture_preparation.h"
#include "core/result.h"
#include "core/tensor.h"
#include "loaders/load_model.h"

namespace convlens::app {

// Which item of which file a network is to see.
struct NetworkInput {
  std::filesystem::path file;  // a picture, a .npy or .npz, or an idx file
  int index = 0;               // of a file that holds several items
  bool raw = false;            // 8- and 16-bit data as they are, not scaled to 0..1
  PreparationChoices preparation = {};
  FrameChoice frames = {};  // of a moving picture
};

// Items of a file, and what is still to be done to them before the model sees them.
struct NetworkItems {
  std::filesystem::path file;
  Tensor values;  // (N, H, W, C) float32, C the model's
  nn::InputPreparation preparation;
  std::string done;  // all that is done to them, for people; empty: nothing
};

// All items of the file: 8-bit data times 1/255, 16-bit data times 1/65535, unless `raw`. A colour
// picture becomes grey for a model of one channel, grey pictures are repeated for one of three. The
// error says where the channels differ from the model's, and what would help. The preparation is
// the model's own with the user's choices.
Result<NetworkItems> read_network_items(const NetworkInput& input,
                                        const loaders::LoadedModel& model);

// `count` of the items from `first` on, prepared, as the model takes them: (count, H, W, C),
// (count, H, W) or (count, values). The error says where their size is not the model's.
Result<Tensor> prepared_items(const NetworkItems& items, std::int64_t first, std::int64_t count,
                              const loaders::LoadedModel& model);

// The one item with that index, or all of the frames that were asked for, prepared: `values` are as
// the model takes them, with a batch of as many.
Result<NetworkItems> read_network_item(const NetworkInput& input,
                                       const loaders::LoadedModel& model);

// "prepared: DONE", or nothing.
std::string preparation_line(const NetworkItems& items);

// Class numbers, (N,), from an idx file, a .npy or a .npz.
Result<std::vector<int>> read_labels(const std::filesystem::path& file);

// One class name a line.
Result<std::vector<std::string>> read_class_names(const std::filesystem::path& file);

// A layer by its name or its number in model.layers.
Result<nn::ModelLayer> find_layer(const nn::Model& model, const std::string& name_or_number);

}  // namespace convlens::app
