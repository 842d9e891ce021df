#include "loaders/keras/keras_architecture.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "loaders/common/json.h"

namespace convlens::loaders {
namespace {

using nlohmann::json;

constexpr int kMaxNesting = 8;  // of networks within networks
constexpr std::size_t kMaxLayers = 10'000;

Result<NetworkSpec> parse_network(const JsonPointer& whole, const json& object, int nesting);

// Text at a key; empty where there is none.
std::string text_at(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const json& at(const json& object, const char* key) {
  static const json kNothing;
  const auto found = object.find(key);
  return found != object.end() ? *found : kNothing;
}

// ["conv2d", 0, 0], perhaps with a dictionary of further arguments behind: the third is which of
// several results, of which every layer here has one.
bool is_history(const json& value) {
  return value.is_array() && value.size() >= 3 && value[0].is_string() &&
         value[1].is_number_integer() && value[2].is_number_integer();
}

Result<CallReference> reference(const json& history) {
  const std::string layer = history[0].get<std::string>();
  const auto call = history[1].get<std::int64_t>();
  if (call < 0 || call > static_cast<std::int64_t>(kMaxLayers) || history[2] != 0) {
    return fail("the result {} of call {} of \"{}\" is asked for, which it does not have",
                history[2].dump(), call, printable(layer));
  }
  return CallReference{layer, static_cast<int>(call)};
}

// All references within `value`, in order: Keras 3 marks them by a class of their own, before they
// were bare lists.
Status collect(const json& value, std::vector<CallReference>& references) {
  const json* history = is_history(value) ? &value : nullptr;
  if (value.is_object() && text_at(value, "class_name") == "__keras_tensor__") {
    history = &at(at(value, "config"), "keras_history");
    if (!is_history(*history)) return fail("a call has a damaged \"keras_history\"");
  }
  if (history != nullptr) {
    TRY_ASSIGN(auto found, reference(*history));
    references.push_back(std::move(found));
  } else if (value.is_array() || value.is_object()) {
    for (const json& element : value) {
      if (auto status = collect(element, references); !status) return status;
    }
  }
  return {};
}

// A number, or a list of such lists.
bool is_constant(const json& value) {
  if (!value.is_array()) return value.is_number();
  return !value.empty() && std::all_of(value.begin(), value.end(), is_constant);
}

// What Keras 3 gives an operation: results, constants, lists of results; `operand` says whether a
// constant here is one of those that are computed with.
Status parse_operand(const JsonPointer& whole, const json& value, bool operand, LayerSpec& layer,
                     std::vector<CallReference>& inputs) {
  const std::string type = value.is_object() ? text_at(value, "class_name") : std::string();
  const bool is_array = type == "__numpy__" || type == "__tensor__";
  const json& constant = is_array ? at(at(value, "config"), "value") : value;
  const std::size_t before = inputs.size();
  if (is_constant(constant)) {
    if (!operand) layer.has_unknown_arguments = true;
    layer.constants.push_back({JsonPointer(whole, &constant), before + layer.constants.size()});
    return {};
  }
  TRY(collect(value, inputs));
  if (inputs.size() == before && !value.is_null()) layer.has_unknown_arguments = true;
  return {};
}

// The call of an operation of Keras 3.
Status parse_operation(const JsonPointer& whole, const json& node, LayerSpec& layer,
                       std::vector<CallReference>& inputs) {
  for (const json& argument : at(node, "args")) {
    TRY(parse_operand(whole, argument, true, layer, inputs));
  }
  const json& named = at(node, "kwargs");
  for (const auto& [name, argument] : named.items()) {
    const bool operand = name == "x" || name == "x1" || name == "x2";
    TRY(parse_operand(whole, argument, operand, layer, inputs));
  }
  return {};
}

// The call of a function of TensorFlow: ["conv", 0, 0, {"y": 2}], or a list of such where it takes
// a list; ["_CONSTANT_VALUE", -1, 2.0, {"y": ["conv", 0, 0]}] where a constant comes first.
Status parse_function(const JsonPointer& whole, const json& node, LayerSpec& layer,
                      std::vector<CallReference>& inputs) {
  if (!node.is_array() || node.empty()) return fail("a call should be a list");
  const json& first = node[0].is_array() ? node[0] : node;
  if (first.size() > 2 && first[0] == "_CONSTANT_VALUE") {
    if (!is_constant(first[2])) layer.has_unknown_arguments = true;
    layer.constants.push_back({JsonPointer(whole, &first[2]), 0});
  } else {
    TRY(collect(node, inputs));
  }
  if (first.size() < 4 || !first[3].is_object()) return {};
  layer.arguments = JsonPointer(whole, &first[3]);
  for (const auto& [name, argument] : first[3].items()) {
    if (is_history(argument)) TRY(collect(argument, inputs));
    if (name == "y" && is_constant(argument)) {
      layer.constants.push_back({JsonPointer(whole, &argument), inputs.size()});
    }
  }
  return {};
}

// The calls of a layer: [{"args": [...], "kwargs": {...}}] in Keras 3, before
// [[["input", 0, 0, {}], ...]].
Status parse_calls(const JsonPointer& whole, const json& nodes, LayerSpec& layer) {
  if (nodes.is_null()) return {};
  if (!nodes.is_array()) return fail("its \"inbound_nodes\" should be a list");
  for (const json& node : nodes) {
    std::vector<CallReference> inputs;
    if (layer.is_function()) {
      TRY(parse_function(whole, node, layer, inputs));
    } else if (layer.is_operation && node.is_object()) {
      TRY(parse_operation(whole, node, layer, inputs));
    } else if (node.is_object()) {
      TRY(collect(at(node, "args"), inputs));
      TRY(collect(at(node, "kwargs"), inputs));
    } else {
      TRY(collect(node, inputs));
    }
    layer.calls.push_back(std::move(inputs));
  }
  // A constant belongs to one call.
  if (layer.calls.size() > 1 && !layer.constants.empty()) layer.has_unknown_arguments = true;
  return {};
}

// Subclasses have names of their own, and the settings of their class.
bool is_network(const json& object) {
  const std::string type = text_at(object, "class_name");
  if (type == "Sequential" || type == "Functional" || type == "Model") return true;
  const json& layers = at(at(object, "config"), "layers");
  return layers.is_array() && !layers.empty() &&
         std::all_of(layers.begin(), layers.end(), [](const json& layer) {
           return layer.is_object() && layer.contains("config");
         });
}

bool is_sequential(const json& object) {
  const std::string type = text_at(object, "class_name");
  return type != "Functional" && type != "Model" &&
         at(at(object, "config"), "output_layers").is_null();
}

// Names become part of tables, messages and file names.
Status check_name(const std::string& name) {
  constexpr std::size_t kMaxBytes = 255;
  if (name.size() <= kMaxBytes && is_printable(name)) return {};
  return fail("the name \"{}\" is too long or has characters that cannot be shown",
              printable(name));
}

Result<LayerSpec> parse_layer(const JsonPointer& whole, const json& object, int nesting) {
  if (!object.is_object() || !at(object, "config").is_object()) {
    return fail(R"(a layer should have a "class_name" and a "config")");
  }
  LayerSpec layer;
  layer.type = text_at(object, "class_name");
  layer.config = JsonPointer(whole, &object["config"]);
  // Keras 1 names a functional model's layers beside their settings.
  layer.name = text_at(object, "name");
  if (layer.name.empty()) layer.name = text_at(*layer.config, "name");
  if (layer.type.empty()) return fail("the layer \"{}\" has no class", printable(layer.name));
  if (layer.name.empty()) return fail("a {} layer has no name", printable(layer.type));
  TRY(check_name(layer.name));
  layer.is_operation = text_at(object, "module").find(".ops") != std::string::npos;
  if (is_network(object)) {
    TRY_ASSIGN(auto nested, parse_network(whole, object, nesting + 1));
    nested.name = layer.name;
    layer.nested = std::make_unique<NetworkSpec>(std::move(nested));
  }
  if (auto status = parse_calls(whole, at(object, "inbound_nodes"), layer); !status) {
    return fail("the layer \"{}\" is damaged: {}", printable(layer.name), status.error());
  }
  return layer;
}

// Before Keras 2.3 a nested functional model counted its own making as call 0, so that what others
// refer to as call 1 is its first in the list.
void renumber_nested_calls(NetworkSpec& network) {
  const auto for_each_reference = [&network](auto&& change) {
    for (LayerSpec& layer : network.layers) {
      for (auto& inputs : layer.calls) std::for_each(inputs.begin(), inputs.end(), change);
    }
    std::for_each(network.outputs.begin(), network.outputs.end(), change);
  };
  for (const LayerSpec& layer : network.layers) {
    if (layer.nested == nullptr) continue;
    int last = 0;
    for_each_reference([&](const CallReference& reference) {
      if (reference.layer == layer.name) last = std::max(last, reference.call);
    });
    if (last == 0 || last != static_cast<int>(layer.calls.size())) continue;
    for_each_reference([&](CallReference& reference) {
      if (reference.layer == layer.name) reference.call = std::max(reference.call - 1, 0);
    });
  }
}

Status parse_ends(const json& config, NetworkSpec& network) {
  TRY(collect(at(config, "input_layers"), network.inputs));
  TRY(collect(at(config, "output_layers"), network.outputs));
  if (!network.inputs.empty() && !network.outputs.empty()) return {};
  return fail(R"(the model has no "input_layers" or no "output_layers")");
}

Result<NetworkSpec> parse_network(const JsonPointer& whole, const json& object, int nesting) {
  if (nesting > kMaxNesting) return fail("models are nested more than {} deep", kMaxNesting);
  const std::string type = text_at(object, "class_name");
  const json& config = at(object, "config");
  if (!is_network(object)) {
    return fail(
        "a model of the class \"{}\" is not supported, expected a Sequential or functional"
        " one, whose layers the file lists",
        printable(type));
  }
  NetworkSpec network;
  network.is_sequential = is_sequential(object);
  const bool is_keras = type == "Sequential" || type == "Functional" || type == "Model";
  if (!is_keras) network.own_class = type;
  // A Sequential of Keras 1 and early 2 is the bare list of its layers.
  const json& layers = config.is_array() ? config : at(config, "layers");
  if (!layers.is_array() || layers.empty()) {
    return fail("the {} model lists no layers",
                network.is_sequential ? word("sequential") : word("functional"));
  }
  if (layers.size() > kMaxLayers) {
    return fail("the model has {} layers, at most {} are read", layers.size(), kMaxLayers);
  }
  network.name = config.is_object() ? text_at(config, "name") : std::string();
  if (network.name.empty()) network.name = network.is_sequential ? "sequential" : "model";
  TRY(check_name(network.name));
  for (const json& layer : layers) {
    TRY_ASSIGN(auto parsed, parse_layer(whole, layer, nesting));
    network.layers.push_back(std::move(parsed));
  }
  if (network.is_sequential) {
    const json* shape = &at(config, "build_input_shape");
    if (shape->is_null()) shape = &at(at(object, "build_config"), "input_shape");
    if (shape->is_array()) network.input_shape = JsonPointer(whole, shape);
    return network;
  }
  TRY(parse_ends(config, network));
  renumber_nested_calls(network);
  return network;
}

}  // namespace

Result<NetworkSpec> parse_architecture(const std::string& architecture) {
  TRY_ASSIGN(auto object, parse_json(architecture));
  if (!object.is_object()) return fail("the text that describes its layers is no JSON object");
  const auto whole = std::make_shared<const json>(std::move(object));
  return parse_network(whole, *whole, 0);
}

bool uses_channels_first(const NetworkSpec& network) {
  return std::any_of(network.layers.begin(), network.layers.end(), [](const LayerSpec& layer) {
    if (layer.nested != nullptr) return uses_channels_first(*layer.nested);
    // Flatten has the setting too, but takes anything.
    return layer.type != "Flatten" && SettingsReader(*layer.config).is_channels_first();
  });
}

}  // namespace convlens::loaders
