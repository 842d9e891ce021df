#include "loaders/keras/keras_layers.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "nn/layers/activation_layers.h"

namespace convlens::loaders {
namespace {

LayerFactory find_factory(const LayerSpec& layer) {
  if (layer.is_operation || layer.is_function()) return find_operation(layer);
  for (const auto factories : {convolution_factories(), pooling_factories(), simple_factories(),
                               shape_factories(), normalization_factories()}) {
    for (const NamedFactory& factory : factories) {
      if (layer.type == factory.type) return factory.make;
    }
  }
  return nullptr;
}

// The setting "activation": a name, or a function or a layer that Keras has written out.
struct ActivationSetting {
  std::string name = "linear";
  std::optional<LayerSpec> layer;
};

Result<ActivationSetting> read_activation(const LayerSpec& spec) {
  ActivationSetting setting;
  const nlohmann::json* value = SettingsReader(*spec.config).find({"activation"});
  if (value == nullptr) return setting;
  if (value->is_string()) {
    setting.name = value->get<std::string>();
    return setting;
  }
  SettingsReader object(*value);
  const std::string type = object.text({"class_name"}, "");
  const nlohmann::json* config = object.find({"config"});
  if (type == "function" && config != nullptr && config->is_string()) {
    setting.name = config->get<std::string>();
    return setting;
  }
  if (type.empty() || config == nullptr || !config->is_object()) {
    return fail("its activation is neither a name nor a layer");
  }
  LayerSpec layer;
  layer.type = type;
  layer.name = spec.name + "_activation";
  layer.config = JsonPointer(spec.config, config);
  if (!is_supported_layer(layer)) {
    return fail("the activation \"{}\" is not supported", printable(type));
  }
  setting.layer = std::move(layer);
  return setting;
}

Result<nn::Activation> to_activation(const std::string& name, const KerasDialect& dialect) {
  const auto activation = nn::activation_from_name(name);
  if (!activation) return fail("the activation \"{}\" is not supported", printable(name));
  if (*activation == nn::Activation::kHardSigmoid && dialect.major_version < 3) {
    return nn::Activation::kHardSigmoidOfKeras2;
  }
  return *activation;
}

Result<MadeLayer> make(LayerSpec& spec, const KerasDialect& dialect,
                       std::span<const nn::PartialShape> shapes, std::span<const Layout> layouts) {
  const LayerFactory factory = find_factory(spec);
  if (factory == nullptr) return fail("this layer is not supported");
  if (shapes.empty()) return fail("the layer is called on nothing");
  TRY_ASSIGN(auto setting, read_activation(spec));
  TRY_ASSIGN(const auto activation, to_activation(setting.name, dialect));
  SettingsReader config(*spec.config);
  LayerRequest request{spec, config, dialect, shapes, layouts, activation};
  auto layer = factory(request);
  // A setting that could not be read explains whatever came of it.
  if (!config.error()) return fail(config.error().error());
  if (!layer) return layer;
  if (request.activation == nn::Activation::kSoftmax && layer->layout.order == Order::kMovedLast) {
    return fail("a softmax over the last axis of (N, C, H, W) within a layer is not supported");
  }
  if (setting.layer) {
    LayerSpec extra = *std::move(setting.layer);
    TRY_ASSIGN(const auto shape, layer->layer->output_shape(shapes));
    const Layout layout = layer->layout;
    auto after = make_layer(extra, dialect, {&shape, 1}, {&layout, 1});
    if (!after) return after;
    layer->activation = after->layer;
    layer->note = phrase("{}: the activation {} has become a layer of its own, {}", spec.name,
                         extra.type, extra.name);
  }
  return layer;
}

}  // namespace

bool is_supported_layer(const LayerSpec& layer) { return find_factory(layer) != nullptr; }

Status check_support(const LayerSpec& layer, const KerasDialect& dialect) {
  if (!is_supported_layer(layer)) {
    return fail("\"{}\" ({}) is not supported", printable(layer.name), printable(layer.type));
  }
  const auto setting = read_activation(layer);
  const auto known = setting ? to_activation(setting->name, dialect)
                             : Result<nn::Activation>(fail(setting.error()));
  if (known) return {};
  return fail("{} ({}): {}", printable(layer.name), printable(layer.type), known.error());
}

Status check_weights_known(const LayerSpec& network) {
  if (!network.has_unknown_weights) return {};
  for (const LayerSpec& layer : network.nested->layers) {
    if (layer.nested != nullptr) {
      TRY(check_weights_known(layer));
    } else if (layer.type != "InputLayer") {
      TRY(check_support(layer, {}));
    }
  }
  return {};
}

Result<MadeLayer> make_layer(LayerSpec& spec, const KerasDialect& dialect,
                             std::span<const nn::PartialShape> shapes,
                             std::span<const Layout> layouts) {
  auto layer = make(spec, dialect, shapes, layouts);
  if (layer) return layer;
  const std::string& message = layer.error().message;
  // The layers' own errors begin with "NAME (TYPE)" already.
  const std::string prefix = spec.name + " (";
  if (message.compare(0, prefix.size(), prefix) == 0) return layer;
  return fail("{} ({}): {}", printable(spec.name), printable(spec.type), layer.error());
}

Result<Tensor> take_weight(LayerRequest& request, int rank) {
  auto& weights = request.spec.weights;
  if (weights.empty()) return fail("its weights are missing");
  NamedTensor weight = std::move(weights.front());
  weights.erase(weights.begin());
  if (weight.values.shape().rank() == rank) return std::move(weight.values);
  return fail("its weights \"{}\" should have {} axes, found the shape {}", printable(weight.name),
              rank, to_string(weight.values.shape()));
}

Result<std::optional<Tensor>> take_bias(LayerRequest& request) {
  if (!request.config.flag({"use_bias", "bias"}, true)) return std::optional<Tensor>();
  TRY_ASSIGN(auto bias, take_weight(request, 1));
  return std::optional<Tensor>(std::move(bias));
}

Result<Layout> picture_layout(LayerRequest& request) {
  if (request.layouts.size() != 1)
    return fail("expected 1 input, found {}", request.layouts.size());
  const Layout& layout = request.layouts[0];
  const bool channels_first = request.config.is_channels_first();
  if (layout.order == (channels_first ? Order::kMovedLast : Order::kSame)) return layout;
  return fail(
      "it takes {} where its input has them otherwise: models that mix the two are not supported",
      channels_first ? word("channels first") : word("channels last"));
}

Result<Layout> common_layout(const LayerRequest& request) {
  for (const Layout& layout : request.layouts) {
    if (layout == request.layouts[0]) continue;
    return fail("its inputs have their axes in different orders, which is not supported");
  }
  return request.layouts[0];
}

Result<MadeLayer> made(Result<nn::LayerHandle> layer, const Layout& layout) {
  if (!layer) return fail(layer.error());
  return MadeLayer{*std::move(layer), {}, layout, {}};
}

}  // namespace convlens::loaders
