#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "nn/preparation.h"

namespace convlens::loaders {

// What a model file cannot tell by itself.
struct ModelFacts {
  std::optional<std::vector<std::string>> class_names;
  std::optional<nn::InputPreparation> preparation;
};

// Reads NAME.json beside NAME.keras (or .h5):
//   "classes"   names in the order of the model's outputs
//   "input"     "size": [height, width], which pictures are resized to; "order": "rgb" or "bgr";
//               "scale": a number or a quotient as text ("1/255"), by which the 8-bit values
//               were multiplied in training; "mean", "std": a number, or one a channel, taken away
//               and divided by after that
// Each may be absent, and so may the file: then nothing is known. The preparation is for pictures
// that are in 0..1 already, as the program decodes them. Errors name the JSON file.
Result<ModelFacts> read_model_facts(const std::filesystem::path& model_path);

}  // namespace convlens::loaders
