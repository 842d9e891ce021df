#include "lab/document/filter_bank.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <string_view>
#include <utility>

namespace convlens::lab {
namespace {

constexpr int kRgb = 3;

// Where a weight of a filter, in RGB, stands in the bank's kernel.
std::size_t place_of(const FilterBank& bank, std::size_t filter, std::size_t tap) {
  const auto channels = static_cast<std::size_t>(bank.channels);
  const std::size_t channel = tap % channels;
  const std::size_t stored = bank.bgr ? tap - channel + (channels - 1 - channel) : tap;
  return stored * bank.count + filter;
}

bool is_activation_layer(std::string_view type) {
  constexpr std::array<std::string_view, 5> kTypes{"ReLU", "LeakyReLU", "PReLU", "ELU",
                                                   "Activation"};
  return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
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

}  // namespace

std::optional<FilterBank> filter_bank(const nn::Model& model, int layer, bool bgr_input) {
  if (layer < 0 || layer >= model.layer_count()) return std::nullopt;
  const nn::ModelLayer found = model.layer(layer);
  if (!nn::steps_of(*found.handle())) return std::nullopt;
  const auto weights = found->weights();
  const Tensor& kernel = *weights.front().value;
  const Shape& shape = kernel.shape();  // (kh, kw, c, f); depthwise (kh, kw, c, m)
  const bool depthwise = found->type() == "DepthwiseConv2D";
  FilterBank bank;
  bank.layer = layer;
  bank.name = found.name();
  bank.height = static_cast<int>(shape[0]);
  bank.width = static_cast<int>(shape[1]);
  bank.channels = depthwise ? 1 : static_cast<int>(shape[2]);
  bank.count = static_cast<std::size_t>(depthwise ? shape[2] * shape[3] : shape[3]);
  const auto first = first_convolution(model);
  bank.bgr = bgr_input && bank.channels == kRgb && first && first->layer == layer;
  bank.kernel = kernel.view();
  if (weights.size() > 1) bank.bias = weights[1].value->view();
  return bank;
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
  TRY_ASSIGN(auto changed, old->with_weight(old->weights().front().name, std::move(kernel)));
  return model.with_layer(layer, nn::LayerHandle(std::move(changed)));
}

std::vector<int> convolution_layers(const nn::Model& model) {
  std::vector<int> layers;
  for (const nn::ModelLayer& layer : model.layers()) {
    if (layer.call() == 0 && nn::steps_of(*layer.handle())) layers.push_back(layer.index());
  }
  return layers;
}

double cosine(const Filter& a, const Filter& b) {
  assert(a.weights.size() == b.weights.size());
  double product = 0.0;
  double a_squared = 0.0;
  double b_squared = 0.0;
  for (std::size_t i = 0; i < a.weights.size(); ++i) {
    const double x = a.is_muted(i) ? 0.0 : static_cast<double>(a.weights[i]);
    const double y = b.is_muted(i) ? 0.0 : static_cast<double>(b.weights[i]);
    product += x * y;
    a_squared += x * x;
    b_squared += y * y;
  }
  const double norms = std::sqrt(a_squared) * std::sqrt(b_squared);
  return norms > 0.0 ? std::clamp(product / norms, -1.0, 1.0) : 0.0;
}

std::optional<FirstConvolution> first_convolution(const nn::Model& model) {
  const std::vector<int> layers = convolution_layers(model);
  if (layers.empty()) return std::nullopt;
  const nn::ModelLayer conv = model.layer(layers.front());
  FirstConvolution first{layers.front(), {}, {}, *nn::steps_of(*conv.handle())};
  const auto nodes = model.nodes();
  int node = conv.node();
  while (!nodes[static_cast<std::size_t>(node)].inputs.empty()) {
    const auto& inputs = nodes[static_cast<std::size_t>(node)].inputs;
    if (inputs.size() != 1) return std::nullopt;
    node = inputs.front();
    const nn::LayerHandle& layer = nodes[static_cast<std::size_t>(node)].layer;
    if (!nn::is_input_layer(*layer)) first.before.insert(first.before.begin(), layer);
  }
  const auto user = only_user(model, conv.node());
  if (user && conv->activation() == nn::Activation::kLinear &&
      is_activation_layer(nodes[*user].layer->type())) {
    first.activation = nodes[*user].layer;
  }
  return first;
}

}  // namespace convlens::lab
