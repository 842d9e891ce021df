#include "loaders/keras/keras_config.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace convlens::loaders {
namespace {

using nlohmann::json;

// The number with the digits that a float needs, not those of the double next to it.
json number(float value) { return json::parse(fmt::format("{}", value), nullptr, false); }

json value_of(const nn::SettingValue& value) {
  struct Writer {
    json operator()(std::monostate /*none*/) const { return nullptr; }
    json operator()(bool flag) const { return flag; }
    json operator()(std::int64_t whole) const { return whole; }
    json operator()(float real) const { return number(real); }
    json operator()(const std::string& text) const { return text; }
    json operator()(const nn::HeightWidth& pair) const {
      return json::array({pair.height, pair.width});
    }
    json operator()(const nn::Edges& edges) const {
      return json::array(
          {json::array({edges.top, edges.bottom}), json::array({edges.left, edges.right})});
    }
    json operator()(const std::vector<int>& list) const { return list; }
    json operator()(const std::vector<float>& list) const {
      if (list.size() == 1) return number(list.front());
      json numbers = json::array();
      for (const float one : list) numbers.push_back(number(one));
      return numbers;
    }
  };
  return std::visit(Writer(), value);
}

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& types, std::string_view type) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

// Those whose meaning hangs on where the channels stand, which a user may have set otherwise.
constexpr std::array<std::string_view, 12> kWithDataFormat{
    "Conv2D",          "DepthwiseConv2D",        "SeparableConv2D",
    "Conv2DTranspose", "MaxPooling2D",           "UpSampling2D",
    "ZeroPadding2D",   "AveragePooling2D",       "GlobalMaxPooling2D",
    "Cropping2D",      "GlobalAveragePooling2D", "Resizing"};
constexpr std::array<std::string_view, 6> kWithActivation{
    "Conv2D", "DepthwiseConv2D", "SeparableConv2D", "Conv2DTranspose", "Dense", "Activation"};

json tensor_shape(const nn::PartialShape& shape) {
  json extents = json::array();
  for (const std::int64_t extent : shape.extents()) {
    extents.push_back(extent == nn::PartialShape::kUnknown ? json() : json(extent));
  }
  return extents;
}

// One layer's value, among a call's arguments.
json argument(const nn::ModelNode& node, int call) {
  return {{"class_name", "__keras_tensor__"},
          {"config",
           {{"shape", tensor_shape(node.value.shape())},
            {"dtype", "float32"},
            {"keras_history", json::array({node.layer->name(), call, 0})}}}};
}

class ConfigWriter {
 public:
  explicit ConfigWriter(const nn::Model& model) : model_(model) {
    std::map<const nn::Layer*, int> calls;
    for (const nn::ModelNode& node : model_.nodes()) calls_.push_back(calls[&*node.layer]++);
  }

  Result<json> config() const {
    json layers = json::array();
    for (const nn::ModelLayer& layer : model_.layers()) {
      if (layer.call() > 0) continue;  // stands with the first
      TRY_ASSIGN(auto entry, layer_entry(*layer.handle()));
      layers.push_back(std::move(entry));
    }
    json inputs = json::array();
    for (const nn::Symbolic& input : model_.inputs()) {
      inputs.push_back(json::array({input.layer()->name(), 0, 0}));
    }
    json outputs = json::array();
    for (const int node : model_.output_nodes()) {
      const auto place = static_cast<std::size_t>(node);
      outputs.push_back(json::array({model_.nodes()[place].layer->name(), calls_[place], 0}));
    }
    return json{{"module", "keras.src.models.functional"},  // where all of Keras 3 have it
                {"class_name", "Functional"},
                {"registered_name", "Functional"},
                {"config",
                 {{"name", model_.name()},
                  {"trainable", true},
                  {"layers", std::move(layers)},
                  {"input_layers", std::move(inputs)},
                  {"output_layers", std::move(outputs)}}}};
  }

 private:
  Result<json> layer_entry(const nn::Layer& layer) const {
    const bool is_input = nn::is_input_layer(layer);
    const auto form = is_input ? nn::KerasForm{"InputLayer", {}} : *layer.keras_form();
    json config{{"name", layer.name()}, {"dtype", "float32"}};
    if (!is_input) config["trainable"] = true;
    for (const nn::Setting& setting : form.settings) {
      config[std::string(setting.name)] = value_of(setting.value);
    }
    if (is_one_of(kWithDataFormat, form.type)) config["data_format"] = "channels_last";
    if (is_one_of(kWithActivation, form.type)) {
      config["activation"] = std::string(nn::activation_name(layer.activation()));
    }
    json calls = json::array();
    const auto nodes = model_.nodes();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (&*nodes[i].layer != &layer) continue;
      if (is_input) config["batch_shape"] = tensor_shape(nodes[i].value.shape());
      if (!is_input) calls.push_back(call_of(nodes[i], form.type));
    }
    if (config.dump(-1, ' ', false, json::error_handler_t::replace).find("<discarded>") !=
        std::string::npos) {
      return fail("{} ({}) cannot be saved as .keras: it has a setting that is no finite number",
                  layer.name(), layer.type());
    }
    return json{{"module", "keras.layers"},    {"class_name", std::string(form.type)},
                {"config", std::move(config)}, {"registered_name", nullptr},
                {"name", layer.name()},        {"inbound_nodes", std::move(calls)}};
  }

  json call_of(const nn::ModelNode& node, std::string_view type) const {
    constexpr std::array<std::string_view, 7> kOfLists{
        "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "Concatenate"};
    json inputs = json::array();
    for (const int input : node.inputs) {
      const auto place = static_cast<std::size_t>(input);
      inputs.push_back(argument(model_.nodes()[place], calls_[place]));
    }
    if (is_one_of(kOfLists, type)) inputs = json::array({std::move(inputs)});
    return {{"args", std::move(inputs)}, {"kwargs", json::object()}};
  }

  const nn::Model& model_;
  std::vector<int> calls_;  // which call of its layer each node is
};

}  // namespace

Result<json> keras_config(const nn::Model& model) { return ConfigWriter(model).config(); }

}  // namespace convlens::loaders
