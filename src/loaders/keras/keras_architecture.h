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

// 2 in 2 - x: its place is 0.
struct ConstantOperand {
  JsonPointer values;  // a number, or a list of such lists
  std::size_t place = 0;
};

struct LayerSpec {
  std::string type;  // Keras' class name: "Conv2D"
  std::string name;
  JsonPointer config;  // an object
  // An operation of keras.ops, which Keras does not count among the layers.
  bool is_operation = false;
  // A function of TensorFlow, which Keras 2 has as a layer.
  bool is_function() const { return type == "TFOpLambda"; }
  // One list of inputs for each call; empty in a sequential network.
  std::vector<std::vector<CallReference>> calls;
  // Of an operation: what it is called with beside other layers' results.
  std::vector<ConstantOperand> constants;
  JsonPointer arguments;                // an object; of TensorFlow's functions
  bool has_unknown_arguments = false;   // others than these
  std::unique_ptr<NetworkSpec> nested;  // where the layer is itself a network
  // Of such a network: whether its arrays could be dealt out to its layers, one of which is not
  // supported.
  bool has_unknown_weights = false;
  std::vector<NamedTensor> weights;  // filled in by assign_weights()
  std::string group;                 // of a .keras archive: "layers/conv2d", where these stand
};

struct NetworkSpec {
  std::string name;
  std::string own_class;  // where the file has a class of its own for it
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
