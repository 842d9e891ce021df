#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/open/network_files.h"
#include "app/open/network_input.h"
#include "core/result.h"

// The commands about networks. Each gives the text for stdout.
namespace convlens::app {

// The layer table; with `json`, {"name", "format", "read_only", "parameters", "layers": [{"index",
// "name", "type", "output_shape", "parameters"}]}, null for an extent that is not known.
Result<std::string> describe_model(const NetworkFiles& file, bool json);

// Writes a layer's first weight, its kernel, and says its shape, mean, deviation, smallest, largest
// and a 10-bin histogram.
Result<std::string> export_weights(const NetworkFiles& file, const std::string& name,
                                   const std::filesystem::path& output);

struct ActivationsCommand {
  NetworkFiles model;
  NetworkInput input;
  std::vector<std::string> layers;    // names or numbers; none: all
  std::filesystem::path folder;       // gets one II_NAME.npy a layer, batch axis in front
  std::filesystem::path class_names;  // a text file, one name a line; may be empty
};
// The text is the prediction: class, name where known, probability.
Result<std::string> export_activations(const ActivationsCommand& command);

struct EvaluateCommand {
  NetworkFiles model;
  NetworkInput input;
  std::filesystem::path labels;
  int threads = 0;  // 0: as many as cores
};
// Accuracy and mean cross-entropy.
Result<std::string> evaluate_model(const EvaluateCommand& command);

}  // namespace convlens::app
