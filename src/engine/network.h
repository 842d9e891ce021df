#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <openvino/op/ops.hpp>
#include <openvino/openvino.hpp>
#include <string>

#include "core/result.h"
#include "loaders/engine/question.h"

namespace convlens::engine {

// A network as OpenVINO reads it: ONNX, TensorFlow Lite, TensorFlow's SavedModel and graphs.
// Errors name no file; OpenVINO's own exceptions come out of every function.
class Network {
 public:
  explicit Network(const std::filesystem::path& path);

  Result<loaders::ModelArchive> answer(const loaders::Question& question);

 private:
  // A part of the network that computes one value of others.
  struct Part {
    std::shared_ptr<ov::Model> model;
    loaders::EngineAnswer answer;
  };
  Result<Part> part(const loaders::Question& question) const;
  Result<loaders::ModelArchive> run(const loaders::Question& question);

  ov::Core core_;
  std::shared_ptr<ov::Model> model_;
  // By what was asked for and the shapes of what was given.
  std::map<std::string, ov::InferRequest> compiled_;
};

// Whether a file has no reader of its own in this program, so that its nodes are asked for here.
bool is_tensorflow(const std::filesystem::path& path);

// The names of a network's values: those that the file has and, for what it has no name for, the
// operator's. No two operators have the same one after unique_names().
using Values = std::map<std::string, ov::Output<ov::Node>, std::less<>>;
Values values_of(const ov::Model& model);
std::string name_of(const ov::Output<ov::Node>& value);
void unique_names(const ov::Model& model);

}  // namespace convlens::engine
