#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "loaders/graph/graph_node.h"
#include "nn/layers/activation_layers.h"
#include "nn/layers/merging.h"
#include "nn/layers/reshaping.h"

// The operators that change every value by itself, and those that join several value by value.
namespace convlens::loaders {
namespace {

template <nn::Activation kind>
Result<GraphValue> make_activation(NodeRequest& request) {
  const auto input = request.symbol(0);
  if (!input) return input;
  return call(nn::activation(kind, request.spec().name), *input);
}

// Constants of formulas are written with few digits by some programs.
bool is_about(float value, double expected) {
  return std::fabs(static_cast<double>(value) - expected) < 1e-4 * std::fabs(expected);
}

Result<GraphValue> make_relu(NodeRequest& request) {
  const auto input = request.symbol(0);
  if (!input) return input;
  return call(nn::relu({.name = request.spec().name}), *input);
}

Result<GraphValue> make_leaky_relu(NodeRequest& request) {
  const auto input = request.symbol(0);
  if (!input) return input;
  const float slope = request.config().number({"alpha"}, 0.01f);
  return call(nn::leaky_relu(slope, request.spec().name), *input);
}

Result<GraphValue> make_thresholded_relu(NodeRequest& request) {
  const auto input = request.symbol(0);
  if (!input) return input;
  const float threshold = request.config().number({"alpha"}, 1.0f);
  return call(nn::relu({.name = request.spec().name, .threshold = threshold}), *input);
}

Result<GraphValue> make_elu(NodeRequest& request) {
  const auto input = request.symbol(0);
  if (!input) return input;
  const float alpha = request.config().number({"alpha"}, 1.0f);
  return call(nn::elu(alpha, request.spec().name), *input);
}

Result<GraphValue> make_selu(NodeRequest& request) {
  const float alpha = request.config().number({"alpha"}, 1.6732632f);
  const float gamma = request.config().number({"gamma"}, 1.0507010f);
  if (!is_about(alpha, 1.6732632) || !is_about(gamma, 1.0507010)) {
    return fail("other constants than the usual ones are not supported, found {} and {}", alpha,
                gamma);
  }
  return make_activation<nn::Activation::kSelu>(request);
}

Result<GraphValue> make_hard_sigmoid(NodeRequest& request) {
  const float alpha = request.config().number({"alpha"}, 0.2f);
  const float beta = request.config().number({"beta"}, 0.5f);
  if (!is_about(alpha, 1.0 / 6.0) || beta != 0.5f) {
    return fail("only max(0, min(1, x / 6 + 0.5)) is supported, found {} x + {}", alpha, beta);
  }
  return make_activation<nn::Activation::kHardSigmoid>(request);
}

Result<GraphValue> make_gelu(NodeRequest& request) {
  const std::string kind = request.config().text({"approximate"}, "none");
  if (kind != "none") return fail("the approximation \"{}\" is not supported", printable(kind));
  return make_activation<nn::Activation::kGelu>(request);
}

Result<std::optional<float>> read_bound(NodeRequest& request, const char* attribute, int input) {
  TRY_ASSIGN(const auto values, request.number_setting(attribute, input));
  if (!values) return std::optional<float>();
  if (values->size() != 1) {
    return fail("its {} should be 1 number, found {}", attribute, values->size());
  }
  return std::optional<float>((*values)[0]);
}

// A bound as a layer of its own.
Result<GraphValue> bounded(const GraphValue& input, nn::MergeKind kind, float bound,
                           const std::string& name) {
  TRY_ASSIGN(auto constant, fitted_constant(Tensor(Shape{1}, std::array{bound}), input));
  return call(nn::merge_constant(kind, std::move(constant), false, name), input);
}

// From 0 to a largest value it is what ReLU6 does; else a layer for each bound.
Result<GraphValue> make_clip(NodeRequest& request) {
  const auto input = request.symbol(0);
  if (!input) return input;
  TRY_ASSIGN(auto lowest, read_bound(request, "min", 1));
  TRY_ASSIGN(auto highest, read_bound(request, "max", 2));
  constexpr float kUnbounded = 1e30f;
  if (highest && !(*highest < kUnbounded)) highest.reset();
  if (lowest && !(*lowest > -kUnbounded)) lowest.reset();
  const std::string& name = request.spec().name;
  if (lowest && *lowest == 0.0f && highest.value_or(0.0f) >= 0.0f) {
    return call(nn::relu({.name = name, .max_value = highest}), *input);
  }
  if (!lowest && !highest) return call(nn::identity("Clip", name), *input);
  if (!highest) return bounded(*input, nn::MergeKind::kMaximum, *lowest, name);
  auto value = input;
  if (lowest) value = bounded(*value, nn::MergeKind::kMaximum, *lowest, name + "_min");
  if (!value) return value;
  return bounded(*value, nn::MergeKind::kMinimum, *highest, name);
}

// The slopes stand for the axes of the input from the last on; one slope a channel may also come
// as a list.
Result<GraphValue> make_prelu(NodeRequest& request) {
  const auto input = request.symbol(0);
  if (!input) return input;
  TRY_ASSIGN(const auto stored, request.constant(1, word("slopes")));
  const auto extents = file_extents(*input);
  Tensor slopes = stored->clone();
  if (slopes.shape().rank() == 1 && slopes.size() > 1 && extents.size() > 2) {
    std::vector<std::int64_t> by_channel(extents.size() - 1, 1);
    by_channel[0] = slopes.shape()[0];
    TRY_ASSIGN(const auto shape, Shape::checked(by_channel));
    slopes = std::move(slopes).reshaped(shape);
  }
  TRY_ASSIGN(auto fitted, fitted_constant(slopes, *input));
  TRY_ASSIGN(const auto item, Shape::checked(fitted.shape().extents().subspan(1)));
  return call(nn::prelu(std::move(fitted).reshaped(item), request.spec().name), *input);
}

Result<GraphValue> make_softmax(NodeRequest& request) {
  const auto input = request.symbol(0);
  if (!input) return input;
  const auto extents = file_extents(*input);
  const int rank = static_cast<int>(extents.size());
  const bool is_old = request.opset() < 13;
  int axis = request.config().integer({"axis"}, is_old ? 1 : -1);
  if (axis < 0) axis += rank;
  if (axis < 0 || axis >= rank) return fail("axis {} is not one of {}", axis, rank);
  if (input->layout.order == Order::kFlatMoved && axis == 1) {
    return call(nn::softmax(-1, request.spec().name), *input);
  }
  // Up to version 12 it went over that axis and all behind it together.
  const bool alone = std::all_of(extents.begin() + axis + 1, extents.end(),
                                 [](std::int64_t extent) { return extent == 1; });
  if (is_old && !alone) {
    return fail("a softmax over several axes together, as before version 13, is not supported");
  }
  const int held = moved_axis(axis, rank, input->layout.order);
  return call(nn::softmax(held, request.spec().name), *input);
}

Result<GraphValue> make_dropout(NodeRequest& request) {
  const auto input = request.symbol(0);
  if (!input) return input;
  if (request.is_integers(2)) {
    const auto training = request.integers(2, word("training_mode"));
    if (training && training->values != std::vector<std::int64_t>{0}) {
      return fail("training_mode is not supported");
    }
  }
  return call(nn::dropout(request.spec().name), *input);
}

Result<GraphValue> make_identity(NodeRequest& request) {
  const auto input = request.symbol(0);
  if (!input) return input;
  return call(nn::identity(request.spec().op, request.spec().name), *input);
}

// Before version 7, the second array stood along the first's axes from `axis` on, and only where
// `broadcast` was set.
Result<Tensor> old_broadcast(NodeRequest& request, const Tensor& constant,
                             const GraphValue& value) {
  Tensor result = constant.clone();
  const int axis = request.config().integer({"axis"}, -1);
  if (request.opset() >= 7 || axis < 0) return result;
  std::vector<std::int64_t> extents(constant.shape().extents().begin(),
                                    constant.shape().extents().end());
  const auto rank = file_extents(value).size();
  const std::size_t behind = static_cast<std::size_t>(axis) + extents.size();
  if (behind > rank) return fail("axis {} is not one of {}", axis, rank);
  extents.insert(extents.end(), rank - behind, 1);
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  return std::move(result).reshaped(shape);
}

// Two values held alike: where one is a picture, the other becomes one.
Result<std::array<GraphValue, 2>> held_alike(const NodeRequest& request, int first, int second) {
  auto a = request.symbol(first);
  auto b = request.symbol(second);
  if (!a) return fail(a.error());
  if (!b) return fail(b.error());
  if (a->layout != b->layout) {
    const bool pictures = a->symbol->shape().rank() == 4 && b->symbol->shape().rank() == 4;
    a = pictures ? request.picture(first) : request.in_file_order(first);
    b = pictures ? request.picture(second) : request.in_file_order(second);
    if (!a) return fail(a.error());
    if (!b) return fail(b.error());
  }
  return std::array{*std::move(a), *std::move(b)};
}

using MergeFactory = nn::LayerHandle (*)(std::string);

template <nn::MergeKind kind, MergeFactory factory>
Result<GraphValue> make_merge(NodeRequest& request) {
  if (request.input_count() != 2) {
    return fail("expected 2 inputs, found {}", request.input_count());
  }
  if (request.is_symbol(0) && request.is_symbol(1)) {
    TRY_ASSIGN(const auto inputs, held_alike(request, 0, 1));
    return call(factory(request.spec().name), inputs, inputs[0].layout);
  }
  const bool constant_first = !request.is_symbol(0);
  const auto input = request.symbol(constant_first ? 1 : 0);
  if (!input) return input;
  TRY_ASSIGN(const auto stored, request.constant(constant_first ? 0 : 1, word("other values")));
  TRY_ASSIGN(const auto aligned, old_broadcast(request, *stored, *input));
  TRY_ASSIGN(auto constant, fitted_constant(aligned, *input));
  return call(nn::merge_constant(kind, std::move(constant), constant_first, request.spec().name),
              *input);
}

// Any number of inputs; one alone stays as it is.
template <nn::MergeKind kind, MergeFactory factory>
Result<GraphValue> make_merge_all(NodeRequest& request) {
  if (request.input_count() == 1) return make_identity(request);
  if (request.input_count() == 2) return make_merge<kind, factory>(request);
  std::vector<GraphValue> inputs;
  for (int i = 0; i < request.input_count(); ++i) {
    auto input = i == 0
                     ? request.symbol(i)
                     : held_alike(request, 0, i).map([](auto both) { return std::move(both[1]); });
    if (!input) return input;
    if (i > 0 && input->layout != inputs[0].layout) {
      return fail("its inputs have their axes in different orders, which is not supported");
    }
    inputs.push_back(*std::move(input));
  }
  return call(factory(request.spec().name), inputs, inputs[0].layout);
}

using nn::Activation;
using nn::MergeKind;

constexpr std::array kElementwiseNodes{
    NamedNodeFactory{"Relu", make_relu},
    NamedNodeFactory{"LeakyRelu", make_leaky_relu},
    NamedNodeFactory{"ThresholdedRelu", make_thresholded_relu},
    NamedNodeFactory{"PRelu", make_prelu},
    NamedNodeFactory{"Elu", make_elu},
    NamedNodeFactory{"Selu", make_selu},
    NamedNodeFactory{"Sigmoid", make_activation<Activation::kSigmoid>},
    NamedNodeFactory{"HardSigmoid", make_hard_sigmoid},
    NamedNodeFactory{"HardSwish", make_activation<Activation::kHardSilu>},
    NamedNodeFactory{"Tanh", make_activation<Activation::kTanh>},
    NamedNodeFactory{"Softplus", make_activation<Activation::kSoftplus>},
    NamedNodeFactory{"Softsign", make_activation<Activation::kSoftsign>},
    NamedNodeFactory{"Exp", make_activation<Activation::kExponential>},
    NamedNodeFactory{"Gelu", make_gelu},
    NamedNodeFactory{"Clip", make_clip},
    NamedNodeFactory{"Softmax", make_softmax},
    NamedNodeFactory{"Dropout", make_dropout},
    NamedNodeFactory{"Identity", make_identity},
    NamedNodeFactory{"Add", make_merge<MergeKind::kAdd, nn::add>},
    NamedNodeFactory{"Sub", make_merge<MergeKind::kSubtract, nn::subtract>},
    NamedNodeFactory{"Mul", make_merge<MergeKind::kMultiply, nn::multiply>},
    NamedNodeFactory{"Div", make_merge<MergeKind::kDivide, nn::divide>},
    NamedNodeFactory{"Sum", make_merge_all<MergeKind::kAdd, nn::add>},
    NamedNodeFactory{"Max", make_merge_all<MergeKind::kMaximum, nn::maximum>},
    NamedNodeFactory{"Min", make_merge_all<MergeKind::kMinimum, nn::minimum>},
};

}  // namespace

std::span<const NamedNodeFactory> elementwise_nodes() { return kElementwiseNodes; }

}  // namespace convlens::loaders
