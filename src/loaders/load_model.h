#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "loaders/isolation/isolated.h"
#include "loaders/model_facts.h"
#include "nn/graph/model.h"
#include "nn/preparation.h"

namespace convlens::loaders {

struct LoadOptions {
  // For files that hold weights only: where the layers are told, for Keras a JSON file of
  // model.to_json() or a whole model, for Caffe a .prototxt of any name. Otherwise empty.
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
  // Whether the file, with those beside it that bear its name, is all of the network: an ONNX file
  // may lead to values in files of any name.
  bool is_one_file = true;
};

// A model file of any format known here, see network_format(): Keras' .keras and .h5, ONNX (.onnx),
// Caffe (.caffemodel or .caffemodel.h5 with .prototxt beside it, either may be given), TensorFlow
// Lite (.tflite) and TensorFlow's SavedModel (the folder) and graphs (.pb). The file is read by a
// child process, see loaders/isolation/isolated.h, or by the engine's, see loaders/engine/engine.h,
// which also computes the nodes of ONNX that nn lacks. Safe to call from several threads. Every
// error is one sentence that begins with the file's name.
Result<LoadedModel> load_model(const std::filesystem::path& path, const LoadOptions& options = {});

}  // namespace convlens::loaders
