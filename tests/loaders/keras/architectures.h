#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "loaders/keras/keras_model.h"
#include "loaders/model_files.h"

// Architectures and weights as Keras writes them, without any file.
namespace convlens::loaders::testing {

using nlohmann::json;

// Values without symmetry, so that a wrong order of axes shows.
inline Tensor values(const Shape& shape, float first = 0.5f) {
  Tensor tensor(shape);
  float value = first;
  for (float& v : tensor.values()) v = value = 3.7f * value * (1.0f - value);
  return tensor;
}

// Of a group's first array.
inline constexpr float kFirst = 0.35f;

inline WeightGroup group(std::string path, std::initializer_list<Shape> shapes) {
  WeightGroup result{std::move(path), {}};
  float first = kFirst;
  for (const Shape& shape : shapes) {
    const std::string name = std::to_string(result.weights.size());
    result.weights.push_back({name, values(shape, first)});
    first += 0.05f;
  }
  return result;
}

inline json layer(const char* type, const char* name, json config = json::object()) {
  config["name"] = name;
  return {{"class_name", type}, {"config", std::move(config)}};
}

inline json sequential(json layers) {
  return {{"class_name", "Sequential"},
          {"config", {{"name", "net"}, {"layers", std::move(layers)}}}};
}

inline json input_layer(json shape) {
  return layer("InputLayer", "in", {{"batch_shape", std::move(shape)}});
}

inline ModelArchive hdf5(const json& architecture, std::vector<WeightGroup> groups,
                         const char* version = "2.4.0", const char* backend = "tensorflow") {
  ModelArchive archive;
  archive.format = ArchiveFormat::kHdf5;
  archive.architecture = architecture.dump();
  archive.facts["keras_version"] = version;
  if (*backend != '\0') archive.facts["backend"] = backend;
  archive.groups = std::move(groups);
  return archive;
}

inline ModelArchive keras3(const json& architecture, std::vector<WeightGroup> groups) {
  ModelArchive archive = hdf5(architecture, std::move(groups), "3.4.1", "");
  archive.format = ArchiveFormat::kKeras3;
  return archive;
}

inline nn::Model model_of(ModelArchive archive) {
  auto built = build_keras_model(std::move(archive));
  if (!built) throw std::runtime_error(built.error().message);
  return std::move(built->model);
}

inline std::string refusal(ModelArchive archive) {
  const auto built = build_keras_model(std::move(archive));
  if (built) return "accepted";
  expect_sentence(built.error().message);
  return built.error().message;
}

inline std::span<const float> weight(const nn::Model& model, const char* name,
                                     std::size_t index = 0) {
  return model.layer(name)->handle()->weights()[index].value->values();
}

inline bool same(std::span<const float> a, std::span<const float> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

// Functional models name what each call is given; Keras 3 and those before do it differently.
inline json called_on(json layer, json inbound) {
  layer["name"] = layer["config"]["name"];
  layer["inbound_nodes"] = std::move(inbound);
  return layer;
}

inline json functional(json layers, json inputs, json outputs) {
  return {{"class_name", "Functional"},
          {"config",
           {{"name", "net"},
            {"layers", std::move(layers)},
            {"input_layers", std::move(inputs)},
            {"output_layers", std::move(outputs)}}}};
}

inline json keras_tensor(const char* name, int call) {
  return {{"class_name", "__keras_tensor__"}, {"config", {{"keras_history", {name, call, 0}}}}};
}

}  // namespace convlens::loaders::testing
