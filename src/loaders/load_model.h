#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/result.h"
#include "loaders/isolation/isolated.h"
#include "loaders/model_facts.h"
#include "loaders/read_only_network.h"
#include "nn/graph/model.h"
#include "nn/preparation.h"

namespace convlens::loaders {

struct LoadOptions {
  // For files that hold weights only: where the layers are told, a JSON file of model.to_json() or
  // a whole model. Otherwise empty.
  std::filesystem::path architecture;
  IsolationLimits limits;
};

struct LoadedModel {
  nn::Model model;
  std::string format;  // for people: "Keras 3.4.1 (.keras)", "ONNX opset 12 (.onnx)"
  // From a file NAME.json beside NAME.keras, where it has "classes" and "input". Without "input"
  // the preparation is the model file's own; with it, too, the file's size for pictures stays.
  std::optional<std::vector<std::string>> class_names = {};
  std::optional<nn::InputPreparation> preparation = {};
  // From there, too: see read_model_facts().
  std::optional<nn::HeightWidth> trained_at = {};
  std::optional<TrainingHistory> history = {};
  // What the user should know of how the file was understood; sentences.
  std::vector<Phrase> notes = {};
  // Where a layer is not supported, the model ends before it and predicts nothing; this is the one
  // of the notes that says so.
  Phrase end = {};
};

// What a file holds: a model, or a network that can only be looked at.
using LoadedNetwork = std::variant<LoadedModel, ReadOnlyNetwork>;

// A model file of any format known here, see network_format(): Keras' .keras and .h5, ONNX (.onnx)
// and Caffe (.caffemodel with .prototxt beside it, either may be given). The file is read by a
// child process, see loaders/isolation/isolated.h. Networks of ONNX and Caffe with an operator that
// nn lacks are what OpenCV makes of them. Safe to call from several threads. Every error is one
// sentence that begins with the file's name.
Result<LoadedNetwork> load_network(const std::filesystem::path& path,
                                   const LoadOptions& options = {});

// The same where only a model will do: a network that can only be looked at is an error that says
// so, and why.
Result<LoadedModel> load_model(const std::filesystem::path& path, const LoadOptions& options = {});

}  // namespace convlens::loaders
