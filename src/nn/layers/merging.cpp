#include "nn/layers/merging.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "nn/graph/shape_rules.h"
#include "nn/graph/walks.h"
#include "nn/graph/weights.h"

namespace convlens::nn {
namespace {

float merged(MergeKind kind, float a, float b) {
  switch (kind) {
    case MergeKind::kSubtract:
      return a - b;
    case MergeKind::kMultiply:
      return a * b;
    case MergeKind::kDivide:
      return a / b;
    case MergeKind::kPower:
      return std::pow(a, b);
    case MergeKind::kMaximum:
      return a > b || a != a ? a : b;  // NaN stays
    case MergeKind::kMinimum:
      return a < b || a != a ? a : b;
    case MergeKind::kAdd:
    case MergeKind::kAverage:  // divided at the end
      break;
  }
  return a + b;
}

// The shape of all inputs together, extents of 1 repeated.
Result<PartialShape> merged_shape(std::span<const PartialShape> inputs) {
  PartialShape output = inputs[0];
  for (const PartialShape& input : inputs.subspan(1)) {
    bool agrees = input.rank() == output.rank() && input.rank() > 0;
    for (int axis = 0; agrees && axis < output.rank(); ++axis) {
      const std::int64_t a = output[axis];
      const std::int64_t b = input[axis];
      if (a == b || b == 1) continue;
      // One unknown extent will turn out to be that of the other, or 1.
      if (a == 1 || a == PartialShape::kUnknown) {
        output = output.with(axis, b);
      } else {
        agrees = b == PartialShape::kUnknown;
      }
    }
    if (!agrees) {
      return fail("inputs of shapes {} and {} do not fit each other", to_string(inputs[0]),
                  to_string(input));
    }
  }
  return output;
}

void merge_all(std::span<const TensorView> inputs, MergeKind kind, Tensor& output) {
  for_each_value(inputs[0], output, [](float& out, float in) { out = in; });
  for (const TensorView& input : inputs.subspan(1)) {
    for_each_value(input, output, [kind](float& out, float in) { out = merged(kind, out, in); });
  }
  if (kind != MergeKind::kAverage) return;
  const auto count = static_cast<float>(inputs.size());
  for (float& value : output.values()) value /= count;
}

class Merge final : public LayerOf<Merge> {
 public:
  Merge(std::string name, const char* type, MergeKind kind)
      : LayerOf(std::move(name), {}, Activation::kLinear), type_(type), kind_(kind) {}

  std::string_view type() const override { return type_; }
  std::optional<KerasForm> keras_form() const override {
    if (kind_ == MergeKind::kDivide || kind_ == MergeKind::kPower) return std::nullopt;
    return KerasForm{type_, {}};
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    const bool two =
        kind_ == MergeKind::kSubtract || kind_ == MergeKind::kDivide || kind_ == MergeKind::kPower;
    if (two ? inputs.size() == 2 : inputs.size() >= 2) return merged_shape(inputs);
    return fail("expected {} inputs, found {}", two ? word("2") : word("at least 2"),
                inputs.size());
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    merge_all(inputs, kind_, output);
    return {};
  }

  const char* type_;
  MergeKind kind_;
};

class MergeConstant final : public LayerOf<MergeConstant> {
 public:
  MergeConstant(std::string name, std::vector<Weight> weights, MergeKind kind, bool constant_first)
      : LayerOf(std::move(name), std::move(weights), Activation::kLinear),
        kind_(kind),
        constant_first_(constant_first) {}

  std::string_view type() const override { return type_of(kind_); }
  static const char* type_of(MergeKind kind) {
    switch (kind) {
      case MergeKind::kAdd:
        return "AddConstant";
      case MergeKind::kSubtract:
        return "SubtractConstant";
      case MergeKind::kMultiply:
        return "MultiplyConstant";
      case MergeKind::kDivide:
        return "DivideConstant";
      case MergeKind::kPower:
        return "PowerConstant";
      case MergeKind::kMaximum:
        return "MaximumConstant";
      case MergeKind::kMinimum:
        return "MinimumConstant";
      case MergeKind::kAverage:
        break;
    }
    return "AverageConstant";
  }

  // x * scale + offset, where the constant is one number, or one along the last axis.
  std::optional<KerasForm> keras_form() const override {
    const Tensor& constant = weight(0);
    const Shape& shape = constant.shape();
    if (static_cast<std::size_t>(shape[shape.rank() - 1]) != constant.size()) return std::nullopt;
    std::vector<float> values(constant.values().begin(), constant.values().end());
    std::vector<float> scale{constant_first_ ? -1.0f : 1.0f};  // of a difference
    switch (kind_) {
      case MergeKind::kAdd:
        return KerasForm{"Rescaling", {{"scale", std::vector{1.0f}}, {"offset", values}}};
      case MergeKind::kSubtract:
        if (!constant_first_) {
          for (float& value : values) value = -value;
        }
        return KerasForm{"Rescaling", {{"scale", std::move(scale)}, {"offset", values}}};
      case MergeKind::kDivide:
        if (constant_first_) return std::nullopt;
        for (float& value : values) value = 1.0f / value;
        [[fallthrough]];
      case MergeKind::kMultiply:
        return KerasForm{"Rescaling", {{"scale", values}, {"offset", std::vector{0.0f}}}};
      default:
        return std::nullopt;
    }
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    TRY_ASSIGN(const auto input, only_input(inputs));
    return merged_shape(std::array{input, PartialShape(weight(0).shape())});
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    std::array operands{inputs[0], weight(0).view()};
    if (constant_first_) std::swap(operands[0], operands[1]);
    merge_all(operands, kind_, output);
    return {};
  }

  MergeKind kind_;
  bool constant_first_;
};

class Concatenate final : public LayerOf<Concatenate> {
 public:
  static constexpr const char* kType = "Concatenate";

  Concatenate(std::string name, int axis)
      : LayerOf(std::move(name), {}, Activation::kLinear), axis_(axis) {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    return KerasForm{kType, {{"axis", std::int64_t{axis_}}}};
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    if (inputs.empty()) return fail("expected at least 1 input, found 0");
    TRY_ASSIGN(const auto axis, resolve_axis(axis_, inputs[0]));
    if (axis == 0) return fail("axis {} of {} is the batch", axis_, to_string(inputs[0]));
    PartialShape output = inputs[0];
    for (const PartialShape& input : inputs.subspan(1)) {
      const bool agrees =
          input.rank() == output.rank() && output.accepts(input.with(axis, output[axis]));
      if (!agrees) {
        return fail("inputs of shapes {} and {} cannot stand side by side along axis {}",
                    to_string(inputs[0]), to_string(input), axis_);
      }
      for (int other = 0; other < output.rank(); ++other) {
        if (other != axis && !output.is_known(other)) output = output.with(other, input[other]);
      }
      const bool known = output.is_known(axis) && input.is_known(axis);
      const std::int64_t extent =
          known ? output[axis] + input[axis] : std::int64_t{PartialShape::kUnknown};
      if (extent > PartialShape::kMaxExtent) return fail("the output is too large");
      output = output.with(axis, extent);
    }
    return output;
  }

  bool writes_all() const override { return true; }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const Shape& shape = output.shape();
    const int axis = *resolve_axis(axis_, shape);
    std::int64_t inner = 1;
    for (int i = axis + 1; i < shape.rank(); ++i) inner *= shape[i];
    const std::int64_t block = shape[axis] * inner;
    std::int64_t offset = 0;
    for (const TensorView& input : inputs) {
      const std::int64_t part = input.shape()[axis] * inner;
      const auto blocks = static_cast<std::int64_t>(input.values().size()) / part;
      for (std::int64_t b = 0; b < blocks; ++b) {
        std::copy_n(input.data() + b * part, part, output.data() + b * block + offset);
      }
      offset += part;
    }
    return {};
  }

  int axis_;
};

LayerHandle merge(std::string name, const char* type, MergeKind kind) {
  return LayerHandle(std::make_shared<const Merge>(std::move(name), type, kind));
}

}  // namespace

LayerHandle add(std::string name) { return merge(std::move(name), "Add", MergeKind::kAdd); }
LayerHandle subtract(std::string name) {
  return merge(std::move(name), "Subtract", MergeKind::kSubtract);
}
LayerHandle divide(std::string name) {
  return merge(std::move(name), "Divide", MergeKind::kDivide);
}
LayerHandle power(std::string name) { return merge(std::move(name), "Power", MergeKind::kPower); }
LayerHandle multiply(std::string name) {
  return merge(std::move(name), "Multiply", MergeKind::kMultiply);
}
LayerHandle average(std::string name) {
  return merge(std::move(name), "Average", MergeKind::kAverage);
}
LayerHandle maximum(std::string name) {
  return merge(std::move(name), "Maximum", MergeKind::kMaximum);
}
LayerHandle minimum(std::string name) {
  return merge(std::move(name), "Minimum", MergeKind::kMinimum);
}

Result<LayerHandle> merge_constant(MergeKind kind, Tensor constant, bool constant_first,
                                   std::string name) {
  const Shape& shape = constant.shape();
  const char* type = MergeConstant::type_of(kind);
  if (shape.rank() < 1 || shape[0] != 1 || constant.size() == 0) {
    return fail_layer(
        name, type,
        phrase("the constant must be of shape (1, ...), no extent 0, found {}", to_string(shape)));
  }
  std::vector<Weight> weights;
  add_weight(weights, "constant", std::move(constant));
  return LayerHandle(std::make_shared<const MergeConstant>(std::move(name), std::move(weights),
                                                           kind, constant_first));
}

Result<LayerHandle> concatenate(int axis, std::string name) {
  if (axis == 0) return fail_layer(name, Concatenate::kType, phrase("axis 0 is the batch"));
  return LayerHandle(std::make_shared<const Concatenate>(std::move(name), axis));
}

}  // namespace convlens::nn
