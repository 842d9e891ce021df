#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "nn/graph/shape_rules.h"
#include "nn/graph/walks.h"
#include "nn/graph/weights.h"
#include "nn/layers/pooling.h"

namespace convlens::nn {
namespace {

// One number of several; in double, lest a million small values drown.
double reduced(ReduceKind kind, std::span<const float> values) {
  double result = kind == ReduceKind::kProduct ? 1.0 : 0.0;
  const bool is_extreme = kind == ReduceKind::kMax || kind == ReduceKind::kMin;
  if (is_extreme || kind == ReduceKind::kLogSumExp) result = values[0];
  for (const float value : values) {
    const auto x = static_cast<double>(value);
    switch (kind) {
      case ReduceKind::kMax:
      case ReduceKind::kLogSumExp:  // the largest first, so that no exponential overflows
        result = x > result || x != x ? x : result;
        break;
      case ReduceKind::kMin:
        result = x < result || x != x ? x : result;
        break;
      case ReduceKind::kProduct:
        result *= x;
        break;
      case ReduceKind::kL1:
        result += std::fabs(x);
        break;
      case ReduceKind::kL2:
      case ReduceKind::kSumSquare:
        result += x * x;
        break;
      case ReduceKind::kMean:
      case ReduceKind::kSum:
      case ReduceKind::kLogSum:
        result += x;
        break;
    }
  }
  return result;
}

double finished(ReduceKind kind, double result, std::span<const float> values) {
  if (kind == ReduceKind::kMean) return result / static_cast<double>(values.size());
  if (kind == ReduceKind::kL2) return std::sqrt(result);
  if (kind == ReduceKind::kLogSum) return std::log(result);
  if (kind != ReduceKind::kLogSumExp || !std::isfinite(result)) return result;
  double sum = 0.0;
  for (const float value : values) sum += std::exp(static_cast<double>(value) - result);
  return result + std::log(sum);
}

class Reduction final : public LayerOf<Reduction> {
 public:
  explicit Reduction(const ReduceOptions& options)
      : LayerOf(options.name, {}, Activation::kLinear), options_(options) {}

  std::string_view type() const override { return type_of(options_.kind); }
  std::optional<KerasForm> keras_form() const override {
    const bool of_pictures = options_.axes == std::vector{1, 2};
    const bool largest = options_.kind == ReduceKind::kMax;
    if (!of_pictures || (!largest && options_.kind != ReduceKind::kMean)) return std::nullopt;
    return KerasForm{largest ? "GlobalMaxPooling2D" : "GlobalAveragePooling2D",
                     {{"keepdims", options_.keep_dims}}};
  }
  static const char* type_of(ReduceKind kind) {
    constexpr std::array kTypes{"ReduceMean",   "ReduceSum",      "ReduceMax", "ReduceMin",
                                "ReduceProd",   "ReduceL1",       "ReduceL2",  "ReduceSumSquare",
                                "ReduceLogSum", "ReduceLogSumExp"};
    return kTypes[static_cast<std::size_t>(kind)];
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    TRY_ASSIGN(const auto input, only_input(inputs));
    TRY_ASSIGN(const auto axes, resolve_axes(options_.axes, input));
    std::vector<std::int64_t> extents;
    for (int axis = 0; axis < input.rank(); ++axis) {
      const bool goes = std::find(axes.begin(), axes.end(), axis) != axes.end();
      if (!goes) extents.push_back(input[axis]);
      if (goes && options_.keep_dims) extents.push_back(1);
    }
    return PartialShape::checked(extents);
  }

  bool writes_all() const override { return true; }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const Shape& shape = inputs[0].shape();
    const AxisGroups groups = axis_groups(shape, *resolve_axes(options_.axes, shape));
    std::vector<float> values(groups.steps.size());
    float* out = output.data();
    for (const std::int64_t start : groups.starts) {
      const float* in = inputs[0].data() + start;
      std::transform(groups.steps.begin(), groups.steps.end(), values.begin(),
                     [in](std::int64_t step) { return in[step]; });
      const ReduceKind kind = options_.kind;
      *out++ = static_cast<float>(finished(kind, reduced(kind, values), values));
    }
    return {};
  }

  ReduceOptions options_;
};

}  // namespace

Result<LayerHandle> reduce(const ReduceOptions& options) {
  const auto& axes = options.axes;
  if (axes.empty() || std::find(axes.begin(), axes.end(), 0) != axes.end()) {
    return fail_layer(options.name, Reduction::type_of(options.kind),
                      phrase("axis 0 is the batch"));
  }
  return LayerHandle(std::make_shared<const Reduction>(options));
}

}  // namespace convlens::nn
