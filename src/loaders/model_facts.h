#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "nn/preparation.h"

namespace convlens::loaders {

// Where the first convolution's kernel lies as it was at some moments of the training.
struct TrainingHistory {
  std::filesystem::path file;  // beside the model: a .npy of (moments, KH, KW, C, F)
  std::vector<double> epochs;  // of each moment
};

// What a model file cannot tell by itself.
struct ModelFacts {
  std::optional<std::vector<std::string>> class_names;
  std::optional<nn::InputPreparation> preparation;
  std::optional<nn::HeightWidth> trained_at;
  std::optional<TrainingHistory> history;
};

// Reads NAME.json beside NAME.keras (or .h5):
//   "classes"   names in the order of the model's outputs
//   "input"     "size": [height, width], which pictures are resized to; "order": "rgb" or "bgr";
//               "scale": a number or a quotient as text ("1/255"), by which the 8-bit values
//               were multiplied in training; "mean", "std": a number, or one a channel, taken away
//               and divided by after that; "trained_at": [height, width], of a network that takes
//               pictures of any size
//   "conv1_history"   "file": the name of a .npy; "epochs": a list of numbers
// Each may be absent, and so may the file: then nothing is known. The preparation is for pictures
// that are in 0..1 already, as the program decodes them. Errors name the JSON file.
Result<ModelFacts> read_model_facts(const std::filesystem::path& model_path);

}  // namespace convlens::loaders
