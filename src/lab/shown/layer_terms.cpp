#include "lab/shown/layer_terms.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "nn/layers/layers.h"

namespace convlens::lab {

LayerTerm Taken::term(std::size_t index, double weight, std::size_t input) const {
  const std::size_t maker = maker_of(model, input_node(input));
  return {cell_of(values[maker].shape(), maker, index), false,
          double{values[input_node(input)].values()[index]}, weight};
}

LayerTerm Taken::map_term(std::int64_t row, std::int64_t column, std::int64_t channel,
                          double weight, std::size_t input) const {
  const Shape& shape = input_shape(input);
  if (row >= 0 && row < shape[1] && column >= 0 && column < shape[2]) {
    return term(flat_index(row * shape[2] + column, channel, shape[3]), weight, input);
  }
  return {{maker_of(model, input_node(input)), static_cast<std::size_t>(channel),
           static_cast<int>(row), static_cast<int>(column)},
          true,
          0.0,
          weight};
}

namespace {

// Where a window begins, and how it goes on.
struct WindowPlace {
  std::int64_t top = 0;
  std::int64_t left = 0;
  nn::HeightWidth step = {};
};
WindowPlace window_at(const Taken& taken, nn::HeightWidth size, const nn::WindowSteps& steps) {
  const Shape& in = taken.input_shape();
  const auto rows = nn::window_extent(in[1], size.height, steps, nn::PictureAxis::kRows);
  const auto columns = nn::window_extent(in[2], size.width, steps, nn::PictureAxis::kColumns);
  return {
      std::int64_t{taken.cell.row} * steps.strides.height - (rows ? rows->pad_before : 0),
      std::int64_t{taken.cell.column} * steps.strides.width - (columns ? columns->pad_before : 0),
      steps.dilation};
}

void add_bias(const Taken& taken, std::size_t weight, LayerSum& sum) {
  const auto weights = taken.layer().weights();
  sum.has_bias = weights.size() > weight;
  if (sum.has_bias) sum.bias = double{weights[weight].value->values()[taken.cell.channel]};
}

void take_convolution(const Taken& taken, const nn::WindowSteps& steps, LayerSum& sum) {
  const Tensor& kernel = *taken.layer().weights().front().value;
  const Shape& k = kernel.shape();  // (kh, kw, c, f), of a depthwise one (kh, kw, c, m)
  const bool depthwise = taken.layer().type() == "DepthwiseConv2D";
  const auto channel = static_cast<std::int64_t>(taken.cell.channel);
  const std::int64_t groups = depthwise ? k[2] : taken.input_shape()[3] / k[2];
  const std::int64_t filters = depthwise ? k[3] : k[3] / groups;  // of a group
  const std::int64_t seen = depthwise ? 1 : k[2];
  const std::int64_t first = channel / filters * seen;
  sum.kind = LayerSumKind::kProducts;
  sum.height = static_cast<int>(k[0]);
  sum.width = static_cast<int>(k[1]);
  sum.channels = static_cast<int>(seen);
  const WindowPlace window = window_at(taken, {sum.height, sum.width}, steps);
  for (std::int64_t i = 0; i < k[0]; ++i) {
    for (std::int64_t j = 0; j < k[1]; ++j) {
      for (std::int64_t c = 0; c < seen; ++c) {
        const std::int64_t tap = i * k[1] + j;
        const std::int64_t stored = depthwise ? (tap * k[2] + first) * k[3] + channel % filters
                                              : (tap * k[2] + c) * k[3] + channel;
        const float weight = kernel.values()[static_cast<std::size_t>(stored)];
        sum.terms.push_back(taken.map_term(window.top + i * window.step.height,
                                           window.left + j * window.step.width, first + c,
                                           double{weight}));
      }
    }
  }
  add_bias(taken, 1, sum);
}

void take_dense(const Taken& taken, LayerSum& sum) {
  const Tensor& kernel = *taken.layer().weights().front().value;  // (in, units)
  const auto in = static_cast<std::size_t>(kernel.shape()[0]);
  const auto units = static_cast<std::size_t>(kernel.shape()[1]);
  const std::size_t index = index_of(taken.values[taken.cell.node].shape(), taken.cell);
  const Shape& made = taken.values[maker_of(taken.model, taken.input_node())].shape();
  sum.kind = LayerSumKind::kProducts;
  sum.channels = static_cast<int>(in);
  if (made.rank() == 4 && made.element_count() == in) {
    sum.height = static_cast<int>(made[1]);
    sum.width = static_cast<int>(made[2]);
    sum.channels = static_cast<int>(made[3]);
  }
  for (std::size_t i = 0; i < in; ++i) {
    sum.terms.push_back(
        taken.term(index / units * in + i, double{kernel.values()[i * units + index % units]}));
  }
  add_bias(taken, 1, sum);
}

// The largest takes all, or each its part. `counted`: how many the mean is of.
void weigh_pool(bool largest, double counted, LayerSum& sum) {
  sum.kind = largest ? LayerSumKind::kLargest : LayerSumKind::kMean;
  std::size_t winner = sum.terms.size();
  for (std::size_t i = 0; i < sum.terms.size(); ++i) {
    LayerTerm& term = sum.terms[i];
    term.weight = largest || term.padding ? 0.0 : 1.0 / counted;
    const bool better = winner == sum.terms.size() || std::isnan(term.input) ||
                        term.input > sum.terms[winner].input;
    if (!term.padding && better) winner = i;
  }
  if (largest && winner < sum.terms.size()) sum.terms[winner].weight = 1.0;
}

void take_pooling(const Taken& taken, const nn::PoolingSteps& pooling, LayerSum& sum) {
  const WindowPlace window = window_at(taken, pooling.size, pooling.steps);
  const Shape& in = taken.input_shape();
  const nn::Edges edges = pooling.counts_edges ? *pooling.steps.edges : nn::Edges{};
  sum.height = pooling.size.height;
  sum.width = pooling.size.width;
  double counted = 0.0;
  for (int i = 0; i < sum.height; ++i) {
    const std::int64_t row = window.top + std::int64_t{i} * window.step.height;
    for (int j = 0; j < sum.width; ++j) {
      const std::int64_t column = window.left + std::int64_t{j} * window.step.width;
      sum.terms.push_back(
          taken.map_term(row, column, static_cast<std::int64_t>(taken.cell.channel), 1.0));
      const bool within = pooling.counts_edges
                              ? row < in[1] + edges.bottom && column < in[2] + edges.right
                              : !sum.terms.back().padding;
      if (within) counted += 1.0;
    }
  }
  weigh_pool(pooling.takes_largest, counted, sum);
}

void take_global_pooling(const Taken& taken, LayerSum& sum) {
  const Shape& in = taken.input_shape();  // (1, h, w, c)
  sum.height = static_cast<int>(in[1]);
  sum.width = static_cast<int>(in[2]);
  for (std::int64_t row = 0; row < in[1]; ++row) {
    for (std::int64_t column = 0; column < in[2]; ++column) {
      sum.terms.push_back(
          taken.map_term(row, column, static_cast<std::int64_t>(taken.cell.channel), 1.0));
    }
  }
  weigh_pool(taken.layer().type() == "GlobalMaxPooling2D", static_cast<double>(sum.terms.size()),
             sum);
}

void take_normalization(const Taken& taken, const nn::BatchNormalizationOptions& options,
                        LayerSum& sum) {
  const std::size_t channel = taken.cell.channel;
  Normalization parts;
  for (const nn::Weight& weight : taken.layer().weights()) {
    const double value{weight.value->values()[channel]};
    if (weight.name == "gamma") parts.gamma = value;
    if (weight.name == "beta") parts.beta = value;
    if (weight.name == "moving_mean") parts.mean = value;
    if (weight.name == "moving_variance") {
      parts.deviation = std::sqrt(value + double{options.epsilon});
    }
  }
  const double scale = parts.gamma / parts.deviation;
  sum.kind = LayerSumKind::kNormalized;
  sum.terms.push_back(taken.term(index_of(taken.input_shape(), taken.cell), scale));
  sum.has_bias = true;
  sum.bias = parts.beta - parts.mean * scale;
  sum.normalization = parts;
}

// An input whose axes of 1 are repeated.
void add_repeated(const Taken& taken, std::size_t input, double weight, LayerSum& sum) {
  const Shape& shape = taken.input_shape(input);
  LayerCell place = taken.cell;
  if (shape.rank() == 4) {
    place.row = std::min(place.row, static_cast<int>(shape[1]) - 1);
    place.column = std::min(place.column, static_cast<int>(shape[2]) - 1);
  }
  const auto channels = static_cast<std::size_t>(shape[shape.rank() - 1]);
  place.channel = std::min(place.channel, channels - 1);
  sum.terms.push_back(taken.term(index_of(shape, place), weight, input));
}

bool take_merge(const Taken& taken, LayerSum& sum) {
  const std::string_view type = taken.layer().type();
  const std::size_t count = taken.node.inputs.size();
  const bool mean = type == "Average";
  if (count < 2 || (type != "Add" && type != "Subtract" && !mean)) return false;
  sum.kind = LayerSumKind::kAdded;
  for (std::size_t input = 0; input < count; ++input) {
    const double sign = type == "Subtract" && input > 0 ? -1.0 : 1.0;
    add_repeated(taken, input, mean ? 1.0 / static_cast<double>(count) : sign, sum);
  }
  sum.channels = static_cast<int>(count);
  return true;
}

// Channels of several inputs side by side.
bool take_concatenation(const Taken& taken, LayerSum& sum) {
  if (taken.layer().type() != "Concatenate") return false;
  const Shape& out = taken.values[taken.cell.node].shape();
  LayerCell place = taken.cell;
  for (std::size_t input = 0; input < taken.node.inputs.size(); ++input) {
    const Shape& in = taken.input_shape(input);
    for (int axis = 0; axis + 1 < out.rank(); ++axis) {
      if (in[axis] != out[axis]) return false;  // along another axis
    }
    const auto channels = static_cast<std::size_t>(in[in.rank() - 1]);
    if (place.channel < channels) {
      sum.kind = LayerSumKind::kPassed;
      sum.terms.push_back(taken.term(index_of(in, place), 1.0, input));
      return true;
    }
    place.channel -= channels;
  }
  return false;
}

}  // namespace

void take_softmax(const nn::SharedTensor& scores, const LayerCell& cell, LayerSum& sum) {
  const Shape& shape = scores.shape();
  const auto channels = static_cast<std::size_t>(shape[shape.rank() - 1]);
  const std::size_t first = index_of(shape, cell) - cell.channel;
  const auto values = scores.values().subspan(first, channels);
  SoftmaxShare share;
  share.count = channels;
  share.largest = double{*std::max_element(values.begin(), values.end())};
  for (const float value : values) share.total += std::exp(double{value} - share.largest);
  sum.softmax = share;
}

namespace {

// Layers that change every value by itself, or none.
bool take_single(const Taken& taken, LayerSum& sum) {
  const bool same =
      taken.node.inputs.size() == 1 &&
      taken.input_shape().element_count() == taken.values[taken.cell.node].shape().element_count();
  if (!same) return false;
  const bool passes = taken.layer().keeps_values();
  const auto axes = nn::softmax_axes_of(taken.layer());
  const int last = taken.input_shape().rank() - 1;
  const nn::Activation activation = taken.layer().activation();
  const bool softmax =
      activation == nn::Activation::kSoftmax ||
      (axes && axes->size() == 1 && (axes->front() == -1 || axes->front() == last));
  if (activation == nn::Activation::kLogSoftmax) return false;  // not a function of one value
  if (!passes && !softmax && !nn::is_activation_layer(taken.layer().type())) return false;
  sum.kind = passes    ? LayerSumKind::kPassed
             : softmax ? LayerSumKind::kSoftmax
                       : LayerSumKind::kFunction;
  const Shape& out = taken.values[taken.cell.node].shape();
  sum.terms.push_back(taken.term(index_of(out, taken.cell), 1.0));
  if (softmax) take_softmax(taken.values[taken.input_node()], taken.cell, sum);
  return true;
}

}  // namespace

void take_terms(const Taken& taken, LayerSum& sum) {
  if (taken.node.inputs.empty()) return;
  const nn::Layer& layer = taken.layer();
  if (const auto steps = nn::steps_of(layer)) return take_convolution(taken, *steps, sum);
  if (const auto pooling = nn::pooling_of(layer)) return take_pooling(taken, *pooling, sum);
  if (layer.type() == "Dense") return take_dense(taken, sum);
  if (layer.type() == "GlobalAveragePooling2D" || layer.type() == "GlobalMaxPooling2D") {
    return take_global_pooling(taken, sum);
  }
  if (const auto edges = nn::edges_added_by(layer)) {
    sum.kind = LayerSumKind::kPassed;
    sum.terms.push_back(taken.map_term(taken.cell.row - edges->top, taken.cell.column - edges->left,
                                       static_cast<std::int64_t>(taken.cell.channel), 1.0));
    return;
  }
  if (const auto options = nn::batch_normalization_of(layer)) {
    const int last = taken.input_shape().rank() - 1;
    if (options->axis == -1 || options->axis == last) take_normalization(taken, *options, sum);
    return;
  }
  take_merge(taken, sum) || take_concatenation(taken, sum) || take_single(taken, sum);
}

}  // namespace convlens::lab
