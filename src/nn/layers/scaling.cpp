#include "nn/layers/normalization.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "nn/graph/shape_rules.h"
#include "nn/graph/walks.h"
#include "nn/graph/weights.h"

// Keras' layers that bring values to a common scale without the statistics of a batch.
namespace convlens::nn {
namespace {

class Normalization final : public LayerOf<Normalization> {
 public:
  static constexpr const char* kType = "Normalization";

  Normalization(std::string name, std::vector<Weight> weights, bool invert)
      : LayerOf(std::move(name), std::move(weights), Activation::kLinear), invert_(invert) {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    const Tensor& mean = weight(0);
    const Shape& shape = mean.shape();
    const bool single = mean.size() == 1;
    const bool per_last = static_cast<std::size_t>(shape[shape.rank() - 1]) == mean.size();
    if (!single && !per_last) return std::nullopt;
    const auto values = [](const Tensor& tensor) {
      return std::vector<float>(tensor.values().begin(), tensor.values().end());
    };
    return KerasForm{kType,
                     {{"axis", single ? SettingValue() : SettingValue(std::vector{-1})},
                      {"mean", values(mean)},
                      {"variance", values(weight(1))},
                      {"invert", invert_}}};
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_input(inputs);
    if (!input) return input;
    const Shape& repeated = weight(0).shape();
    if (repeats_to(repeated, *input)) return input;
    return fail("the mean of shape {} does not fit an input of shape {}", to_string(repeated),
                to_string(*input));
  }

  bool writes_all() const override { return true; }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    std::copy(inputs[0].values().begin(), inputs[0].values().end(), output.data());
    const auto deviation = [](float variance) { return std::max(std::sqrt(variance), 1e-7f); };
    const auto subtract = [](float& out, float mean) { out -= mean; };
    const auto add = [](float& out, float mean) { out += mean; };
    const auto divide = [&](float& out, float variance) { out /= deviation(variance); };
    const auto multiply = [&](float& out, float variance) { out *= deviation(variance); };
    if (invert_) {
      for_each_value(weight(1), output, multiply);
      for_each_value(weight(0), output, add);
    } else {
      for_each_value(weight(0), output, subtract);
      for_each_value(weight(1), output, divide);
    }
    return {};
  }

  bool invert_;
};

class UnitNormalization final : public LayerOf<UnitNormalization> {
 public:
  UnitNormalization(std::string name, std::vector<int> axes)
      : LayerOf(std::move(name), {}, Activation::kLinear), axes_(std::move(axes)) {}

  std::string_view type() const override { return "UnitNormalization"; }
  std::optional<KerasForm> keras_form() const override {
    return KerasForm{type(), {{"axis", axes_}}};
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_input(inputs);
    if (input) TRY(resolve_axes(axes_, *input));
    return input;
  }

  bool writes_all() const override { return true; }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const AxisGroups groups = axis_groups(output.shape(), *resolve_axes(axes_, output.shape()));
    for (const std::int64_t start : groups.starts) {
      const float* in = inputs[0].data() + start;
      double sum = 0.0;
      for (const std::int64_t step : groups.steps) {
        sum += static_cast<double>(in[step]) * static_cast<double>(in[step]);
      }
      const double length = std::max(std::sqrt(sum), 1e-12);
      for (const std::int64_t step : groups.steps) {
        output.data()[start + step] = static_cast<float>(static_cast<double>(in[step]) / length);
      }
    }
    return {};
  }

  std::vector<int> axes_;
};

}  // namespace

Result<LayerHandle> normalization(Tensor mean, Tensor variance, bool invert, std::string name) {
  if (mean.shape() != variance.shape()) {
    return fail_layer(name, Normalization::kType,
                      phrase("the variance must be of the mean's shape {}, found {}",
                             to_string(mean.shape()), to_string(variance.shape())));
  }
  std::vector<Weight> weights;
  add_weight(weights, "mean", std::move(mean));
  add_weight(weights, "variance", std::move(variance));
  return LayerHandle(
      std::make_shared<const Normalization>(std::move(name), std::move(weights), invert));
}

Result<LayerHandle> unit_normalization(std::vector<int> axes, std::string name) {
  if (axes.empty()) {
    return fail_layer(name, "UnitNormalization", phrase("there is no axis to normalise over"));
  }
  return LayerHandle(std::make_shared<const UnitNormalization>(std::move(name), std::move(axes)));
}

}  // namespace convlens::nn
