#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "loaders/graph/graph_node.h"
#include "nn/layers/normalization.h"

// The operators that bring values to one mean and variance, or to one size.
namespace convlens::loaders {
namespace {

Result<GraphValue> make_batch_normalization(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  SettingsReader& config = request.config();
  if (config.integer({"training_mode"}, 0) != 0) {
    return fail("normalising by the statistics of the batch (training_mode) is not supported");
  }
  if (config.integer({"spatial"}, 1) != 1) return fail("spatial = 0 is not supported");
  std::array<std::optional<Tensor>, 4> arrays;
  for (int i = 0; i < 4; ++i) {
    // Caffe's has neither gamma nor beta.
    if (i < 2 && !request.has(i + 1)) continue;
    TRY_ASSIGN(const auto stored, request.constant(i + 1, word("weights")));
    const Shape& shape = stored->shape();
    if (shape.rank() != 1)
      return fail("its weights should have 1 axis, found {}", to_string(shape));
    TRY_ASSIGN(auto array, input.layout.order == Order::kFlatMoved
                               ? flat_moved(*stored, input.layout)
                               : Result<Tensor>(stored->clone()));
    arrays[static_cast<std::size_t>(i)] = std::move(array);
  }
  const int axis = moved_axis(1, input.symbol->shape().rank(), input.layout.order);
  nn::BatchNormalizationWeights weights;
  weights.gamma = std::move(arrays[0]);
  weights.beta = std::move(arrays[1]);
  weights.moving_mean = *std::move(arrays[2]);
  weights.moving_variance = *std::move(arrays[3]);
  const nn::BatchNormalizationOptions options{request.spec().name, axis,
                                              config.number({"epsilon"}, 1e-5f)};
  return call(nn::batch_normalization(options, std::move(weights)), input);
}

// A list of one value a channel, or of one a group of channels, as an array that fits `value`.
Result<Tensor> by_channel(NodeRequest& request, int input, const Word& what,
                          const GraphValue& value) {
  TRY_ASSIGN(const auto stored, request.constant(input, what));
  const auto extents = file_extents(value);
  const auto count = static_cast<std::int64_t>(stored->size());
  if (stored->shape().rank() != 1 || count == 0 || extents[1] % count != 0) {
    return fail("its {} should hold one value for each of {} channels, found the shape {}", what,
                extents[1], to_string(stored->shape()));
  }
  std::vector<std::int64_t> repeated(extents.size(), 1);
  repeated[1] = extents[1];
  TRY_ASSIGN(const auto shape, Shape::checked(repeated));
  Tensor values(shape);
  for (std::int64_t c = 0; c < extents[1]; ++c) {
    values.data()[c] = stored->data()[c / (extents[1] / count)];
  }
  return fitted_constant(values, value);
}

// The axes behind the channels, as they are held.
std::vector<int> axes_behind_channels(const GraphValue& value) {
  std::vector<int> axes;
  const int rank = value.symbol->shape().rank();
  for (int axis = 2; axis < rank; ++axis) {
    axes.push_back(moved_axis(axis, rank, value.layout.order));
  }
  return axes;
}

// Of instances, or of groups of channels where `groups` is not 0.
Result<GraphValue> normalized(NodeRequest& request, const char* type, std::int64_t groups) {
  auto input = request.symbol(0);
  if (!input) return input;
  if (input->layout.order == Order::kFlatMoved) input = request.in_file_order(0);
  if (!input) return input;
  const int rank = input->symbol->shape().rank();
  if (rank < 3 || !input->symbol->shape().is_known(moved_axis(1, rank, input->layout.order))) {
    return fail("its input should have 3 axes or more and a known number of channels, found {}",
                to_string(input->symbol->shape()));
  }
  TRY_ASSIGN(auto gamma, by_channel(request, 1, word("scale"), *input));
  TRY_ASSIGN(auto beta, by_channel(request, 2, word("bias values"), *input));
  nn::ItemNormalizationOptions options{request.spec().name, type, axes_behind_channels(*input)};
  options.groups = groups;
  options.channel_axis = moved_axis(1, rank, input->layout.order);
  options.epsilon = request.config().number({"epsilon"}, 1e-5f);
  return call(nn::item_normalization(options, std::move(gamma), std::move(beta)), *input);
}

Result<GraphValue> make_instance_normalization(NodeRequest& request) {
  return normalized(request, "InstanceNormalization", 0);
}

Result<GraphValue> make_group_normalization(NodeRequest& request) {
  const int groups = request.config().integer({"num_groups"}, 0);
  if (groups < 1) return fail("num_groups should be at least 1, found {}", groups);
  return normalized(request, "GroupNormalization", groups);
}

// Over an axis and all behind it; `centered`: the mean is taken away first.
template <bool centered>
Result<GraphValue> make_layer_normalization(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  const int rank = input.symbol->shape().rank();
  int axis = request.config().integer({"axis"}, -1);
  if (axis < 0) axis += rank;
  if (axis < 1 || axis >= rank) {
    return fail("axis {} is the batch, or not one of {}", axis, rank);
  }
  nn::ItemNormalizationOptions options{request.spec().name,
                                       centered ? "LayerNormalization" : "RMSNormalization"};
  options.axes.clear();
  for (int i = axis; i < rank; ++i) {
    options.axes.push_back(moved_axis(i, rank, input.layout.order));
  }
  options.epsilon = request.config().number({"epsilon"}, 1e-5f);
  options.centered = centered;
  std::array<std::optional<Tensor>, 2> weights;
  for (int i = 0; i < 2; ++i) {
    if (!request.has(i + 1)) continue;
    TRY_ASSIGN(const auto stored, request.constant(i + 1, word("weights")));
    TRY_ASSIGN(auto fitted, fitted_constant(*stored, input));
    weights[static_cast<std::size_t>(i)] = std::move(fitted);
  }
  return call(nn::item_normalization(options, std::move(weights[0]), std::move(weights[1])), input);
}

Result<GraphValue> make_lrn(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.picture(0));
  SettingsReader& config = request.config();
  nn::LocalResponseOptions options{.name = request.spec().name};
  options.size = config.integer({"size"}, 0);
  options.alpha = config.number({"alpha"}, 1e-4f);
  options.beta = config.number({"beta"}, 0.75f);
  options.bias = config.number({"bias"}, 1.0f);
  return call(nn::local_response_normalization(options), input);
}

constexpr std::array kNormalizationNodes{
    NamedNodeFactory{"BatchNormalization", make_batch_normalization},
    NamedNodeFactory{"InstanceNormalization", make_instance_normalization},
    NamedNodeFactory{"GroupNormalization", make_group_normalization},
    NamedNodeFactory{"LayerNormalization", make_layer_normalization<true>},
    NamedNodeFactory{"RMSNormalization", make_layer_normalization<false>},
    NamedNodeFactory{"LRN", make_lrn},
};

}  // namespace

std::span<const NamedNodeFactory> normalization_nodes() { return kNormalizationNodes; }

}  // namespace convlens::loaders
