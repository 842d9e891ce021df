#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/printable.h"
#include "loaders/keras/keras_layers.h"
#include "nn/layers/activation_layers.h"
#include "nn/layers/merging.h"
#include "nn/layers/pooling.h"
#include "nn/layers/reshaping.h"

// What is computed between the layers: operators (x * 2), keras.ops, and functions of TensorFlow.
namespace convlens::loaders {
namespace {

using nn::Activation;
using nn::MergeKind;

// The settings: Keras 3 keeps them with the operation, TensorFlow's functions take them as
// arguments.
SettingsReader settings_of(const LayerRequest& request) {
  static const nlohmann::json kNothing = nlohmann::json::object();
  if (!request.spec.is_function()) return SettingsReader(*request.spec.config);
  return SettingsReader(request.spec.arguments ? *request.spec.arguments : kNothing);
}

Status check_operands(const LayerRequest& request, std::size_t inputs, std::size_t constants) {
  const std::size_t found = request.spec.constants.size();
  if (request.spec.has_unknown_arguments) return fail("its arguments are not supported");
  if (request.spec.arguments) {
    constexpr std::array<std::string_view, 10> kKnown{"name",  "y",           "axis",  "keepdims",
                                                      "alpha", "approximate", "dtype", "shape",
                                                      "perm",  "conjugate"};
    for (const auto& [name, value] : request.spec.arguments->items()) {
      const bool is_known = std::find(kKnown.begin(), kKnown.end(), name) != kKnown.end();
      if (is_known || value.is_null()) continue;
      return fail("its argument \"{}\" is not supported", printable(name));
    }
  }
  if (request.shapes.size() == inputs && found == constants) return {};
  return fail("expected {} inputs and {} constants, found {} and {}", inputs, constants,
              request.shapes.size(), found);
}

Status check_same_order(const LayerRequest& request) {
  if (request.layouts[0].order == Order::kSame) return {};
  return fail("it is not supported on (N, C, H, W)");
}

// ---- Two operands

// Lists within lists, all of one length at each depth.
Status append_constant(const nlohmann::json& value, std::size_t depth,
                       std::vector<std::int64_t>& extents, std::vector<float>& numbers) {
  if (value.is_number()) {
    if (depth != extents.size()) return fail("its constant is no array");
    numbers.push_back(value.get<float>());
    return {};
  }
  if (depth == extents.size() && numbers.empty()) {
    extents.push_back(static_cast<std::int64_t>(value.size()));
  }
  if (depth >= extents.size() || extents[depth] != static_cast<std::int64_t>(value.size())) {
    return fail("its constant is no array");
  }
  for (const nlohmann::json& element : value) {
    TRY(append_constant(element, depth + 1, extents, numbers));
  }
  return {};
}

// The constant with the rank of the other operand.
Result<Tensor> constant_of(const LayerRequest& request) {
  std::vector<std::int64_t> extents;
  std::vector<float> numbers;
  TRY(append_constant(*request.spec.constants[0].values, 0, extents, numbers));
  if (!extents.empty()) TRY(check_same_order(request));
  const auto rank = static_cast<std::size_t>(request.shapes[0].rank());
  if (extents.size() > rank) return fail("its constant has more axes than the other operand");
  extents.insert(extents.begin(), rank - extents.size(), 1);
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  return Tensor(shape, numbers);
}

using MergeFactory = nn::LayerHandle (*)(std::string);

template <MergeKind kind, MergeFactory factory>
Result<MadeLayer> make_binary(LayerRequest& request) {
  const std::string& name = request.spec.name;
  if (request.spec.constants.empty()) {
    TRY(check_operands(request, 2, 0));
    TRY_ASSIGN(const auto layout, common_layout(request));
    return made(factory(name), layout);
  }
  TRY(check_operands(request, 1, 1));
  TRY_ASSIGN(auto constant, constant_of(request));
  const bool constant_first = request.spec.constants[0].place == 0;
  return made(nn::merge_constant(kind, std::move(constant), constant_first, name),
              request.layouts[0]);
}

Result<MadeLayer> make_constant_merge(LayerRequest& request, MergeKind kind, float constant) {
  TRY(check_operands(request, 1, 0));
  const std::vector<std::int64_t> extents(static_cast<std::size_t>(request.shapes[0].rank()), 1);
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  return made(
      nn::merge_constant(kind, Tensor(shape, std::vector{constant}), false, request.spec.name),
      request.layouts[0]);
}

Result<MadeLayer> make_square(LayerRequest& request) {
  return make_constant_merge(request, MergeKind::kPower, 2.0f);
}

Result<MadeLayer> make_rsqrt(LayerRequest& request) {
  return make_constant_merge(request, MergeKind::kPower, -0.5f);
}

// ---- One operand, value by value

template <Activation kind>
Result<MadeLayer> make_activation(LayerRequest& request) {
  TRY(check_operands(request, 1, 0));
  return made(nn::activation(kind, request.spec.name), request.layouts[0]);
}

Result<MadeLayer> make_hard_sigmoid(LayerRequest& request) {
  return request.dialect.major_version < 3
             ? make_activation<Activation::kHardSigmoidOfKeras2>(request)
             : make_activation<Activation::kHardSigmoid>(request);
}

constexpr char kAbs[] = "Abs";
constexpr char kNeg[] = "Neg";
constexpr char kSqrt[] = "Sqrt";
constexpr char kLog[] = "Log";
constexpr char kReciprocal[] = "Reciprocal";
constexpr char kSin[] = "Sin";
constexpr char kCos[] = "Cos";

template <const char* function>
Result<MadeLayer> make_unary(LayerRequest& request) {
  TRY(check_operands(request, 1, 0));
  return made(nn::unary(function, request.spec.name), request.layouts[0]);
}

// Keras' function approximates by default, TensorFlow's does not.
Result<MadeLayer> make_gelu(LayerRequest& request) {
  TRY(check_operands(request, 1, 0));
  SettingsReader settings = settings_of(request);
  const bool approximate = settings.flag({"approximate"}, !request.spec.is_function());
  TRY(settings.error());
  if (!approximate) return make_activation<Activation::kGelu>(request);
  return made(nn::unary("GeluTanh", request.spec.name), request.layouts[0]);
}

Result<MadeLayer> make_leaky_relu_operation(LayerRequest& request) {
  TRY(check_operands(request, 1, 0));
  SettingsReader settings = settings_of(request);
  const float slope = settings.number({"negative_slope", "alpha"}, 0.2f);
  TRY(settings.error());
  return made(nn::leaky_relu(slope, request.spec.name), request.layouts[0]);
}

template <auto factory>
Result<MadeLayer> make_softmax(LayerRequest& request) {
  TRY(check_operands(request, 1, 0));
  TRY(check_same_order(request));
  SettingsReader settings = settings_of(request);
  const auto axes = settings.integers({"axis"});
  TRY(settings.error());
  if (axes.size() > 1) return fail("a softmax over {} axes is not supported", axes.size());
  const int axis = axes.empty() ? -1 : static_cast<int>(axes[0]);
  return made(factory({axis}, request.spec.name), request.layouts[0]);
}

Result<MadeLayer> make_cast(LayerRequest& request) {
  TRY(check_operands(request, 1, 0));
  SettingsReader settings = settings_of(request);
  const std::string type = settings.text({"dtype"}, "");
  if (type != "float32" && type != "float64") {
    return fail("numbers of the type \"{}\" are not supported, expected float32", printable(type));
  }
  return made(nn::identity("Cast", request.spec.name), request.layouts[0]);
}

// ---- Over axes

template <nn::ReduceKind kind>
Result<MadeLayer> make_reduction(LayerRequest& request) {
  TRY(check_operands(request, 1, 0));
  TRY(check_same_order(request));
  SettingsReader settings = settings_of(request);
  const auto wanted = settings.integers({"axis"});
  const bool keep_dims = settings.flag({"keepdims"}, false);
  TRY(settings.error());
  if (wanted.empty()) return fail("one value for the whole batch is not supported");
  return made(nn::reduce({.name = request.spec.name,
                          .kind = kind,
                          .axes = std::vector<int>(wanted.begin(), wanted.end()),
                          .keep_dims = keep_dims}),
              request.layouts[0]);
}

// The shape names the batch, too, as -1; then it must hold all values of an item.
Result<MadeLayer> make_reshape_operation(LayerRequest& request) {
  TRY(check_operands(request, 1, 0));
  TRY(check_same_order(request));
  SettingsReader settings = settings_of(request);
  auto shape = settings.integers({"newshape", "shape"});
  TRY(settings.error());
  const std::span<const std::int64_t> item = request.shapes[0].extents().subspan(1);
  bool keeps_batch = shape.size() > 1 && shape[0] == -1;
  if (keeps_batch) {
    shape.erase(shape.begin());
    TRY_ASSIGN(const auto before, nn::product(item));
    std::int64_t after = 1;
    for (const std::int64_t extent : shape) {
      keeps_batch = keeps_batch && extent > 0 && extent <= nn::PartialShape::kMaxExtent / after;
      if (keeps_batch) after *= extent;
    }
    keeps_batch = keeps_batch && before == after;
  }
  if (!keeps_batch) return fail("a shape that may take values from item to item is not supported");
  return made(nn::reshape(std::move(shape), request.spec.name), request.layouts[0]);
}

Result<MadeLayer> make_concatenate_operation(LayerRequest& request) {
  TRY(check_operands(request, request.shapes.size(), 0));
  TRY(check_same_order(request));
  TRY_ASSIGN(const auto layout, common_layout(request));
  SettingsReader settings = settings_of(request);
  const int axis = settings.integer({"axis"}, -1);
  TRY(settings.error());
  return made(nn::concatenate(axis, request.spec.name), layout);
}

Result<MadeLayer> make_transpose(LayerRequest& request) {
  TRY(check_operands(request, 1, 0));
  TRY(check_same_order(request));
  SettingsReader settings = settings_of(request);
  const auto axes = settings.integers({"axes", "perm"});
  TRY(settings.error());
  if (axes.empty() || axes[0] != 0) return fail("moving the axis of the batch is not supported");
  return made(nn::permute(std::vector<int>(axes.begin(), axes.end()), request.spec.name),
              request.layouts[0]);
}

// The class of Keras 3 and the function of TensorFlow.
struct Operation {
  const char* type;
  const char* function;
  LayerFactory make;
};

constexpr std::array kOperations{
    Operation{"Add", "math.add", make_binary<MergeKind::kAdd, nn::add>},
    Operation{"", "__operators__.add", make_binary<MergeKind::kAdd, nn::add>},
    Operation{"Subtract", "math.subtract", make_binary<MergeKind::kSubtract, nn::subtract>},
    Operation{"Multiply", "math.multiply", make_binary<MergeKind::kMultiply, nn::multiply>},
    Operation{"Divide", "math.divide", make_binary<MergeKind::kDivide, nn::divide>},
    Operation{"TrueDivide", "math.truediv", make_binary<MergeKind::kDivide, nn::divide>},
    Operation{"Maximum", "math.maximum", make_binary<MergeKind::kMaximum, nn::maximum>},
    Operation{"Minimum", "math.minimum", make_binary<MergeKind::kMinimum, nn::minimum>},
    Operation{"Power", "math.pow", make_binary<MergeKind::kPower, nn::power>},
    Operation{"Square", "math.square", make_square},
    Operation{"Rsqrt", "math.rsqrt", make_rsqrt},
    Operation{"Relu", "nn.relu", make_activation<Activation::kRelu>},
    Operation{"Relu6", "nn.relu6", make_activation<Activation::kRelu6>},
    Operation{"Sigmoid", "math.sigmoid", make_activation<Activation::kSigmoid>},
    Operation{"", "nn.sigmoid", make_activation<Activation::kSigmoid>},
    Operation{"Tanh", "math.tanh", make_activation<Activation::kTanh>},
    Operation{"", "nn.tanh", make_activation<Activation::kTanh>},
    Operation{"Silu", "nn.silu", make_activation<Activation::kSilu>},
    Operation{"HardSigmoid", "", make_hard_sigmoid},
    Operation{"HardSilu", "", make_activation<Activation::kHardSilu>},
    Operation{"HardTanh", "", make_activation<Activation::kHardTanh>},
    Operation{"Mish", "", make_activation<Activation::kMish>},
    Operation{"Selu", "nn.selu", make_activation<Activation::kSelu>},
    Operation{"Softplus", "math.softplus", make_activation<Activation::kSoftplus>},
    Operation{"", "nn.softplus", make_activation<Activation::kSoftplus>},
    Operation{"Softsign", "nn.softsign", make_activation<Activation::kSoftsign>},
    Operation{"LogSigmoid", "math.log_sigmoid", make_activation<Activation::kLogSigmoid>},
    Operation{"Gelu", "nn.gelu", make_gelu},
    Operation{"LeakyRelu", "nn.leaky_relu", make_leaky_relu_operation},
    Operation{"Exp", "math.exp", make_activation<Activation::kExponential>},
    Operation{"Absolute", "math.abs", make_unary<kAbs>},
    Operation{"Abs", "", make_unary<kAbs>},
    Operation{"Negative", "math.negative", make_unary<kNeg>},
    Operation{"Sqrt", "math.sqrt", make_unary<kSqrt>},
    Operation{"Log", "math.log", make_unary<kLog>},
    Operation{"Reciprocal", "math.reciprocal", make_unary<kReciprocal>},
    Operation{"Sin", "math.sin", make_unary<kSin>},
    Operation{"Cos", "math.cos", make_unary<kCos>},
    Operation{"Softmax", "nn.softmax", make_softmax<nn::softmax_over>},
    Operation{"LogSoftmax", "nn.log_softmax", make_softmax<nn::log_softmax_over>},
    Operation{"Cast", "cast", make_cast},
    Operation{"Mean", "math.reduce_mean", make_reduction<nn::ReduceKind::kMean>},
    Operation{"Sum", "math.reduce_sum", make_reduction<nn::ReduceKind::kSum>},
    Operation{"Max", "math.reduce_max", make_reduction<nn::ReduceKind::kMax>},
    Operation{"Min", "math.reduce_min", make_reduction<nn::ReduceKind::kMin>},
    Operation{"Reshape", "reshape", make_reshape_operation},
    Operation{"Concatenate", "concat", make_concatenate_operation},
    Operation{"Transpose", "transpose", make_transpose},
    Operation{"", "compat.v1.transpose", make_transpose},
};

}  // namespace

LayerFactory find_operation(const LayerSpec& layer) {
  const std::string name =
      layer.is_function() ? SettingsReader(*layer.config).text({"function"}, "") : layer.type;
  if (name.empty()) return nullptr;
  const auto* const found =
      std::find_if(kOperations.begin(), kOperations.end(), [&](const Operation& operation) {
        return name == (layer.is_function() ? operation.function : operation.type);
      });
  return found == kOperations.end() ? nullptr : found->make;
}

}  // namespace convlens::loaders
