#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "loaders/graph/graph_node.h"
#include "nn/layers/activation_layers.h"
#include "nn/layers/merging.h"
#include "nn/layers/reshaping.h"

// The operators that change every value by itself, and softmax.
namespace convlens::loaders {
namespace {

template <nn::Activation kind>
Result<GraphValue> make_activation(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  return call(nn::activation(kind, request.spec().name), input);
}

Result<GraphValue> make_relu(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  return call(nn::relu({.name = request.spec().name}), input);
}

Result<GraphValue> make_leaky_relu(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  const float slope = request.config().number({"alpha"}, 0.01f);
  return call(nn::leaky_relu(slope, request.spec().name), input);
}

Result<GraphValue> make_thresholded_relu(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  const float threshold = request.config().number({"alpha"}, 1.0f);
  return call(nn::relu({.name = request.spec().name, .threshold = threshold}), input);
}

Result<GraphValue> make_elu(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  const float alpha = request.config().number({"alpha"}, 1.0f);
  return call(nn::elu(alpha, request.spec().name), input);
}

// A function with two constants; with those that nn's own activation has it is told as that.
template <nn::Activation own>
Result<GraphValue> with_constants(NodeRequest& request, std::array<float, 2> constants,
                                  std::array<float, 2> of_own) {
  if (constants == of_own) return make_activation<own>(request);
  TRY_ASSIGN(const auto input, request.symbol(0));
  const auto [alpha, beta] = constants;
  return call(nn::unary(request.spec().op, request.spec().name, alpha, beta), input);
}

Result<GraphValue> make_selu(NodeRequest& request) {
  constexpr float kAlpha = 1.67326319217681884765625f;
  constexpr float kGamma = 1.05070102214813232421875f;
  const float alpha = request.config().number({"alpha"}, kAlpha);
  const float gamma = request.config().number({"gamma"}, kGamma);
  return with_constants<nn::Activation::kSelu>(request, {alpha, gamma}, {kAlpha, kGamma});
}

Result<GraphValue> make_hard_sigmoid(NodeRequest& request) {
  const float alpha = request.config().number({"alpha"}, 0.2f);
  const float beta = request.config().number({"beta"}, 0.5f);
  return with_constants<nn::Activation::kHardSigmoid>(request, {alpha, beta}, {1.0f / 6.0f, 0.5f});
}

Result<GraphValue> make_celu(NodeRequest& request) {
  const float alpha = request.config().number({"alpha"}, 1.0f);
  return with_constants<nn::Activation::kCelu>(request, {alpha, 0.0f}, {1.0f, 0.0f});
}

Result<GraphValue> make_shrink(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  const float threshold = request.config().number({"lambd"}, 0.5f);
  const float bias = request.config().number({"bias"}, 0.0f);
  return call(nn::unary("Shrink", request.spec().name, threshold, bias), input);
}

// Those without constants, which nn has under the same name.
Result<GraphValue> make_unary(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  return call(nn::unary(request.spec().op, request.spec().name), input);
}

Result<GraphValue> make_gelu(NodeRequest& request) {
  const std::string kind = request.config().text({"approximate"}, "none");
  if (kind == "none") return make_activation<nn::Activation::kGelu>(request);
  if (kind != "tanh") return fail("the approximation \"{}\" is not supported", printable(kind));
  TRY_ASSIGN(const auto input, request.symbol(0));
  return call(nn::unary("GeluTanh", request.spec().name), input);
}

// Every value here has 32 bits: to fewer of them it is rounded, to more it stays as it is.
Result<GraphValue> make_cast(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  TRY_ASSIGN(const auto type, cast_type(request));
  const std::string& name = request.spec().name;
  switch (type) {
    case CastType::kFloat:
      return call(nn::identity("Cast", name), input);
    case CastType::kHalf:
      return call(nn::unary("ToHalf", name), input);
    case CastType::kInteger:
    case CastType::kTruth:
      break;
  }
  return fail("what the network computes cannot become whole numbers here");
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
  TRY_ASSIGN(const auto input, request.symbol(0));
  TRY_ASSIGN(auto lowest, read_bound(request, "min", 1));
  TRY_ASSIGN(auto highest, read_bound(request, "max", 2));
  constexpr float kUnbounded = 1e30f;
  if (highest && !(*highest < kUnbounded)) highest.reset();
  if (lowest && !(*lowest > -kUnbounded)) lowest.reset();
  const std::string& name = request.spec().name;
  if (lowest && *lowest == 0.0f && highest.value_or(0.0f) >= 0.0f) {
    return call(nn::relu({.name = name, .max_value = highest}), input);
  }
  if (!lowest && !highest) return call(nn::identity("Clip", name), input);
  if (!highest) return bounded(input, nn::MergeKind::kMaximum, *lowest, name);
  if (!lowest) return bounded(input, nn::MergeKind::kMinimum, *highest, name);
  TRY_ASSIGN(const auto above, bounded(input, nn::MergeKind::kMaximum, *lowest, name + "_min"));
  return bounded(above, nn::MergeKind::kMinimum, *highest, name);
}

// Before version 7 a list of slopes had one a channel; since then it stands along the last axis, as
// anything that is repeated does. Programs have gone on to write the former, which cannot be the
// latter where their numbers differ. Caffe's are told by the axis, 1.
bool is_by_channel(NodeRequest& request, const Tensor& slopes,
                   const std::vector<std::int64_t>& extents) {
  if (slopes.shape().rank() != 1 || slopes.size() == 1 || extents.size() < 3) return false;
  const auto count = static_cast<std::int64_t>(slopes.size());
  if (request.opset() < 7 || request.config().integer({"axis"}, -1) == 1) return true;
  return extents.back() != count && extents.back() != nn::PartialShape::kUnknown &&
         extents[1] == count;
}

Result<GraphValue> make_prelu(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  TRY_ASSIGN(const auto stored, request.constant(1, word("slopes")));
  const auto extents = file_extents(input);
  Tensor slopes = stored->clone();
  if (is_by_channel(request, slopes, extents)) {
    std::vector<std::int64_t> by_channel(extents.size() - 1, 1);
    by_channel[0] = slopes.shape()[0];
    TRY_ASSIGN(const auto shape, Shape::checked(by_channel));
    slopes = std::move(slopes).reshaped(shape);
  }
  TRY_ASSIGN(auto fitted, fitted_constant(slopes, input));
  TRY_ASSIGN(const auto item, Shape::checked(fitted.shape().extents().subspan(1)));
  return call(nn::prelu(std::move(fitted).reshaped(item), request.spec().name), input);
}

using SoftmaxFactory = Result<nn::LayerHandle> (*)(std::vector<int>, std::string);

// Up to version 12 it went over that axis and all behind it together.
template <SoftmaxFactory factory>
Result<GraphValue> make_softmax(NodeRequest& request) {
  TRY_ASSIGN(const auto input, request.symbol(0));
  const int rank = input.symbol.value().shape().rank();
  const bool is_old = request.opset() < 13;
  int axis = request.config().integer({"axis"}, is_old ? 1 : -1);
  if (axis < 0) axis += rank;
  if (axis < 0 || axis >= rank) return fail("axis {} is not one of {}", axis, rank);
  std::vector<int> over;
  for (int i = axis; i < (is_old ? rank : axis + 1); ++i) {
    over.push_back(moved_axis(i, rank, input.layout.order));
  }
  return call(factory(std::move(over), request.spec().name), input);
}

using nn::Activation;

constexpr std::array kActivationNodes{
    NamedNodeFactory{"Relu", make_relu},
    NamedNodeFactory{"LeakyRelu", make_leaky_relu},
    NamedNodeFactory{"ThresholdedRelu", make_thresholded_relu},
    NamedNodeFactory{"PRelu", make_prelu},
    NamedNodeFactory{"Elu", make_elu},
    NamedNodeFactory{"Selu", make_selu},
    NamedNodeFactory{"Celu", make_celu},
    NamedNodeFactory{"Sigmoid", make_activation<Activation::kSigmoid>},
    NamedNodeFactory{"HardSigmoid", make_hard_sigmoid},
    NamedNodeFactory{"HardSwish", make_activation<Activation::kHardSilu>},
    NamedNodeFactory{"Tanh", make_activation<Activation::kTanh>},
    NamedNodeFactory{"Softplus", make_activation<Activation::kSoftplus>},
    NamedNodeFactory{"Softsign", make_activation<Activation::kSoftsign>},
    NamedNodeFactory{"Exp", make_activation<Activation::kExponential>},
    NamedNodeFactory{"Gelu", make_gelu},
    NamedNodeFactory{"Shrink", make_shrink},
    NamedNodeFactory{"Clip", make_clip},
    NamedNodeFactory{"Softmax", make_softmax<nn::softmax_over>},
    NamedNodeFactory{"LogSoftmax", make_softmax<nn::log_softmax_over>},
    NamedNodeFactory{"Cast", make_cast},
    NamedNodeFactory{"Abs", make_unary},
    NamedNodeFactory{"Neg", make_unary},
    NamedNodeFactory{"Sqrt", make_unary},
    NamedNodeFactory{"Log", make_unary},
    NamedNodeFactory{"Floor", make_unary},
    NamedNodeFactory{"Ceil", make_unary},
    NamedNodeFactory{"Round", make_unary},
    NamedNodeFactory{"Sign", make_unary},
    NamedNodeFactory{"Reciprocal", make_unary},
    NamedNodeFactory{"Erf", make_unary},
    NamedNodeFactory{"Sin", make_unary},
    NamedNodeFactory{"Cos", make_unary},
    NamedNodeFactory{"Tan", make_unary},
    NamedNodeFactory{"Asin", make_unary},
    NamedNodeFactory{"Acos", make_unary},
    NamedNodeFactory{"Atan", make_unary},
    NamedNodeFactory{"Sinh", make_unary},
    NamedNodeFactory{"Cosh", make_unary},
    NamedNodeFactory{"Asinh", make_unary},
    NamedNodeFactory{"Acosh", make_unary},
    NamedNodeFactory{"Atanh", make_unary},
    NamedNodeFactory{"Mish", make_activation<nn::Activation::kMish>},
};

}  // namespace

std::span<const NamedNodeFactory> activation_nodes() { return kActivationNodes; }

}  // namespace convlens::loaders
