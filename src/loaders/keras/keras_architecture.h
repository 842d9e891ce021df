#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/result.h"
#include "loaders/isolation/model_archive.h"

// Keras' description of a network, in one form for Sequential and functional models of Keras 1, 2
// and 3, before any layer is made.
namespace convlens::loaders {

// A part of the whole description, which it keeps alive.
using JsonPointer = std::shared_ptr<const nlohmann::json>;

// The result of one call of a layer.
struct CallReference {
  std::string layer;
  int call = 0;
};

struct NetworkSpec;

struct LayerSpec {
  std::string type;  // Keras' class name: "Conv2D"
  std::string name;
  JsonPointer config;  // an object
  // An operation of keras.ops, which Keras does not count among the layers.
  bool is_operation = false;
  // One list of inputs for each call; empty in a sequential network.
  std::vector<std::vector<CallReference>> calls;
  // Whether a call has numbers among its arguments, as x + 1 has.
  bool has_constant_arguments = false;
  std::unique_ptr<NetworkSpec> nested;  // where the layer is itself a network
  std::vector<NamedTensor> weights;     // filled in by assign_weights()
};

struct NetworkSpec {
  std::string name;
  bool is_sequential = false;
  std::vector<LayerSpec> layers;
  std::vector<CallReference> inputs;  // of a functional network
  std::vector<CallReference> outputs;
  // Of a sequential network whose first layer does not tell: a list with the batch in front, or
  // nothing.
  JsonPointer input_shape;
};

// `architecture`: what Keras 3 has in config.json, Keras 1 and 2 in the attribute model_config, and
// model.to_json() gives. Errors name the layer where there is one, but not the file.
Result<NetworkSpec> parse_architecture(const std::string& architecture);

// Whether any layer computes on pictures with their channels in front.
bool uses_channels_first(const NetworkSpec& network);

}  // namespace convlens::loaders
