#include "lab/document/filter_bank.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "nn/layers/activation_layers.h"
#include "nn/picture_input.h"

namespace convlens::lab {
namespace {

// Where a weight of a filter, in RGB, stands in the bank's kernel.
std::size_t place_of(const FilterBank& bank, std::size_t filter, std::size_t tap) {
  const auto channels = static_cast<std::size_t>(bank.channels);
  const std::size_t channel = tap % channels;
  const std::size_t stored = bank.bgr ? tap - channel + (channels - 1 - channel) : tap;
  return stored * bank.count + filter;
}

// The only node that takes this one's value; nothing where there are more, or none.
std::optional<std::size_t> only_user(const nn::Model& model, int node) {
  std::optional<std::size_t> user;
  const auto nodes = model.nodes();
  for (std::size_t n = 0; n < nodes.size(); ++n) {
    if (std::count(nodes[n].inputs.begin(), nodes[n].inputs.end(), node) == 0) continue;
    if (user) return std::nullopt;
    user = n;
  }
  return user;
}

// Planes and rows become pictures in a first layer, which those that are at hand need not pass.
void drop_reshape(const nn::Model& model, std::vector<nn::LayerHandle>& before) {
  if (model.inputs().front().shape().rank() == 4 || before.empty()) return;
  if (before.front()->type() == "Reshape") before.erase(before.begin());
}

// The picture (H, W, C) each value of which a layer sees by itself; nothing where it is another.
std::optional<Shape> seen_picture(const nn::Model& model, const nn::ModelLayer& layer) {
  const auto nodes = model.nodes();
  auto node = static_cast<std::size_t>(layer.node());
  while (!nn::is_input_layer(*nodes[node].layer)) {
    const bool passes = node == static_cast<std::size_t>(layer.node()) ||
                        nodes[node].layer->keeps_values() ||
                        nodes[node].layer->type() == "Rescaling";
    if (!passes || nodes[node].inputs.size() != 1) return std::nullopt;
    node = static_cast<std::size_t>(nodes[node].inputs.front());
  }
  const auto input = nn::picture_input(nodes[node].value.shape());
  if (!input || !input->has_size() || input->channels == nn::PartialShape::kUnknown) {
    return std::nullopt;
  }
  return Shape{input->height, input->width, input->channels};
}

// A layer's weights as filters of so many channels. `kernel`: (height, width, ...), the filters
// last. `sees_bgr`: a picture in colour is BGR where the layer takes it.
FilterBank bank_of(const nn::ModelLayer& layer, const TensorView& kernel, std::int64_t channels,
                   bool sees_bgr) {
  const Shape filter{kernel.shape()[0], kernel.shape()[1], channels};
  FilterBank bank;
  bank.layer = layer.index();
  bank.name = layer.name();
  bank.height = static_cast<int>(filter[0]);
  bank.width = static_cast<int>(filter[1]);
  bank.channels = static_cast<int>(channels);
  bank.count = kernel.values().size() / filter.element_count();
  bank.bgr = sees_bgr && bank.channels == kRgb;
  bank.kernel = kernel;
  const auto weights = layer->weights();
  if (weights.size() > 1) bank.bias = weights[1].value->view();
  return bank;
}

// The weights of a dense layer on the pixels of a picture, a filter of its size for each unit.
std::optional<FilterBank> pixel_bank(const nn::Model& model, const nn::ModelLayer& dense,
                                     bool bgr_input) {
  if (dense->type() != "Dense") return std::nullopt;
  const Tensor& kernel = *dense->weights().front().value;  // (values, units)
  const auto picture = seen_picture(model, dense);
  if (!picture || static_cast<std::int64_t>(picture->element_count()) != kernel.shape()[0]) {
    return std::nullopt;
  }
  const Shape filters{(*picture)[0], (*picture)[1], (*picture)[2], kernel.shape()[1]};
  return bank_of(dense, {kernel.values(), filters}, filters[2], bgr_input);
}

}  // namespace

std::optional<FilterBank> filter_bank(const nn::Model& model, int layer, bool bgr_input) {
  if (layer < 0 || layer >= model.layer_count()) return std::nullopt;
  const nn::ModelLayer found = model.layer(layer);
  if (!nn::steps_of(*found.handle())) return pixel_bank(model, found, bgr_input);
  const Tensor& kernel = *found->weights().front().value;     // (kh, kw, c, f)
  const bool depthwise = found->type() == "DepthwiseConv2D";  // (kh, kw, c, m)
  const auto first = first_convolution(model);
  const bool sees_picture = first && first->layer == layer;
  return bank_of(found, kernel.view(), depthwise ? 1 : kernel.shape()[2],
                 bgr_input && sees_picture);
}

Filter filter_of(const FilterBank& bank, std::size_t index) {
  assert(index < bank.count);
  Filter filter =
      zero_filter(fmt::format("{} [{}]", bank.name, index), bank.height, bank.width, bank.channels);
  for (std::size_t tap = 0; tap < filter.weights.size(); ++tap) {
    filter.weights[tap] = bank.kernel.values()[place_of(bank, index, tap)];
  }
  return filter;
}

std::shared_ptr<const Tensor> kernel_of(const nn::Model& model, int layer) {
  return model.layer(layer)->weights().front().value;
}

Tensor kernel_with(const FilterBank& bank, std::size_t index, const Filter& filter) {
  assert(index < bank.count && bank.has_shape_of(filter));
  Tensor kernel(bank.kernel.shape(), bank.kernel.values());
  for (std::size_t tap = 0; tap < filter.weights.size(); ++tap) {
    kernel.data()[place_of(bank, index, tap)] = filter.weights[tap];
  }
  return kernel;
}

Result<nn::Model> with_kernel(const nn::Model& model, int layer, Tensor kernel) {
  const nn::ModelLayer old = model.layer(layer);
  const nn::Weight& weight = old->weights().front();
  const bool is_on_pixels = old->type() == "Dense" && kernel.size() == weight.value->size();
  if (is_on_pixels) kernel = std::move(kernel).reshaped(weight.value->shape());
  TRY_ASSIGN(auto changed, old->with_weight(weight.name, std::move(kernel)));
  return model.with_layer(layer, nn::LayerHandle(std::move(changed)));
}

std::optional<int> first_filter_layer(const nn::Model& model) {
  for (int layer = 0; layer < model.layer_count(); ++layer) {
    if (filter_bank(model, layer, false)) return layer;
  }
  return std::nullopt;
}

double cosine(const Filter& a, const Filter& b) {
  assert(a.weights.size() == b.weights.size());
  return convlens::cosine(heard_weights(a), heard_weights(b));
}

std::optional<FirstConvolution> first_convolution(const nn::Model& model) {
  const auto layers = model.layers();
  const auto found = std::find_if(layers.begin(), layers.end(), [](const nn::ModelLayer& layer) {
    return nn::steps_of(*layer.handle()).has_value();
  });
  if (found == layers.end()) return std::nullopt;
  const nn::ModelLayer& conv = *found;
  FirstConvolution first{conv.index(), {}, {}, *nn::steps_of(*conv.handle())};
  const auto nodes = model.nodes();
  int node = conv.node();
  while (!nodes[static_cast<std::size_t>(node)].inputs.empty()) {
    const auto& inputs = nodes[static_cast<std::size_t>(node)].inputs;
    if (inputs.size() != 1) return std::nullopt;
    node = inputs.front();
    const nn::LayerHandle& layer = nodes[static_cast<std::size_t>(node)].layer;
    if (!nn::is_input_layer(*layer)) first.before.insert(first.before.begin(), layer);
  }
  drop_reshape(model, first.before);
  const auto user = only_user(model, conv.node());
  if (user && conv->activation() == nn::Activation::kLinear &&
      nn::is_activation_layer(nodes[*user].layer->type())) {
    first.activation = nodes[*user].layer;
  }
  return first;
}

}  // namespace convlens::lab
