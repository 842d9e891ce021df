#include "nn/layers/activation_layers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "conv/pixel_loops.h"
#include "nn/graph/shape_rules.h"
#include "nn/graph/walks.h"
#include "nn/graph/weights.h"
#include "nn/layers/elementwise.h"

namespace convlens::nn {
namespace {

class ActivationLayer final : public Elementwise<ActivationLayer> {
 public:
  ActivationLayer(std::string name, Activation activation)
      : Elementwise(std::move(name), {}, activation) {}

  std::string_view type() const override { return "Activation"; }
  std::optional<KerasForm> keras_form() const override { return KerasForm{type(), {}}; }
  bool keeps_values() const override { return activation() == Activation::kLinear; }
  // The activation itself is applied by Layer.
  static void apply(std::span<const float> in, std::span<float> out) {
    if (in.data() != out.data()) std::copy(in.begin(), in.end(), out.begin());
  }
};

class ReLULayer final : public Elementwise<ReLULayer> {
 public:
  static constexpr const char* kType = "ReLU";

  explicit ReLULayer(const ReLUOptions& options)
      : Elementwise(options.name, {}, Activation::kLinear), options_(options) {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    return KerasForm{
        kType,
        {{"max_value", options_.max_value ? SettingValue(*options_.max_value) : SettingValue()},
         {"negative_slope", options_.negative_slope},
         {"threshold", options_.threshold}}};
  }
  void apply(std::span<const float> in, std::span<float> out) const {
    if (is_plain()) {
      const float most = options_.max_value.value_or(std::numeric_limits<float>::infinity());
      conv::pixel_loops().rectify(in.data(), most, static_cast<std::int64_t>(in.size()),
                                  out.data());
      return;
    }
    std::transform(in.begin(), in.end(), out.begin(), [this](float x) { return at(x); });
  }

 private:
  bool is_plain() const { return options_.threshold == 0.0f && options_.negative_slope == 0.0f; }
  // In Keras a value at the threshold itself counts as below it.
  float at(float x) const {
    if (x <= options_.threshold) {
      if (options_.negative_slope == 0.0f) return 0.0f;  // of -infinity too
      return options_.negative_slope * (x - options_.threshold);
    }
    return options_.max_value && x > *options_.max_value ? *options_.max_value : x;
  }

  ReLUOptions options_;
};

class LeakyReLULayer final : public Elementwise<LeakyReLULayer> {
 public:
  static constexpr const char* kType = "LeakyReLU";

  LeakyReLULayer(std::string name, float slope)
      : Elementwise(std::move(name), {}, Activation::kLinear), slope_(slope) {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    return KerasForm{kType, {{"negative_slope", slope_}}};
  }
  void apply(std::span<const float> in, std::span<float> out) const {
    std::transform(in.begin(), in.end(), out.begin(),
                   [slope = slope_](float x) { return x < 0.0f ? slope * x : x; });
  }

 private:
  float slope_;
};

class ELULayer final : public Elementwise<ELULayer> {
 public:
  ELULayer(std::string name, float alpha)
      : Elementwise(std::move(name), {}, Activation::kLinear), alpha_(alpha) {}

  std::string_view type() const override { return "ELU"; }
  std::optional<KerasForm> keras_form() const override {
    return KerasForm{type(), {{"alpha", alpha_}}};
  }
  void apply(std::span<const float> in, std::span<float> out) const {
    std::transform(in.begin(), in.end(), out.begin(),
                   [alpha = alpha_](float x) { return x < 0.0f ? alpha * std::expm1(x) : x; });
  }

 private:
  float alpha_;
};

class PReLULayer final : public LayerOf<PReLULayer> {
 public:
  PReLULayer(std::string name, std::vector<Weight> weights)
      : LayerOf(std::move(name), std::move(weights), Activation::kLinear) {}

  std::string_view type() const override { return "PReLU"; }
  std::optional<KerasForm> keras_form() const override {
    std::vector<int> shared;  // axes, of which the item's first is 1
    for (int axis = 0; axis < weight(0).shape().rank(); ++axis) {
      if (weight(0).shape()[axis] == 1) shared.push_back(axis + 1);
    }
    return KerasForm{type(), {{"shared_axes", std::move(shared)}}};
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_input(inputs);
    if (!input) return input;
    const Shape& alpha = weight(0).shape();
    bool fits = input->rank() == alpha.rank() + 1;
    for (int axis = 0; fits && axis < alpha.rank(); ++axis) {
      const std::int64_t extent = (*input)[axis + 1];
      fits = alpha[axis] == 1 || alpha[axis] == extent || extent == PartialShape::kUnknown;
    }
    if (fits) return input;
    return fail("the slopes {} do not fit an input of shape {}", to_string(alpha),
                to_string(*input));
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const Shape& in = inputs[0].shape();
    const Shape& alpha = weight(0).shape();
    const std::span<const float> x = inputs[0].values();
    for (std::size_t i = 0; i < x.size(); ++i) {
      output.data()[i] = x[i] < 0.0f ? weight(0).data()[alpha_index(i, in, alpha)] * x[i] : x[i];
    }
    return {};
  }

  // Which slope belongs to element i of the input: shared axes do not count.
  static std::size_t alpha_index(std::size_t i, const Shape& in, const Shape& alpha) {
    std::size_t index = 0;
    std::size_t step = 1;
    for (int axis = alpha.rank() - 1; axis >= 0; --axis) {
      const auto extent = static_cast<std::size_t>(in[axis + 1]);
      if (alpha[axis] != 1) index += i % extent * step;
      i /= extent;
      step *= static_cast<std::size_t>(alpha[axis]);
    }
    return index;
  }
};

// Keras' Softmax over any axes, and its logarithm.
class SoftmaxLayer final : public LayerOf<SoftmaxLayer> {
 public:
  enum class Scale { kPlain, kLogarithm };

  SoftmaxLayer(std::string name, std::vector<int> axes, Scale scale)
      : LayerOf(std::move(name), {}, Activation::kLinear), axes_(std::move(axes)), scale_(scale) {}

  std::string_view type() const override { return type_of(scale_); }
  std::optional<KerasForm> keras_form() const override {
    if (scale_ == Scale::kLogarithm) return std::nullopt;
    return KerasForm{
        type(),
        {{"axis", axes_.size() == 1 ? SettingValue(std::int64_t{axes_[0]}) : SettingValue(axes_)}}};
  }
  const std::vector<int>& axes() const { return axes_; }
  bool is_plain() const { return scale_ == Scale::kPlain; }
  static const char* type_of(Scale scale) {
    return scale == Scale::kPlain ? "Softmax" : "LogSoftmax";
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_input(inputs);
    if (!input) return input;
    TRY(resolve_axes(axes_, *input));
    return input;
  }

  bool writes_all() const override { return true; }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const AxisGroups groups = axis_groups(output.shape(), *resolve_axes(axes_, output.shape()));
    std::vector<float> values(groups.steps.size());
    for (const std::int64_t start : groups.starts) {
      const float* in = inputs[0].data() + start;
      std::transform(groups.steps.begin(), groups.steps.end(), values.begin(),
                     [in](std::int64_t step) { return in[step]; });
      apply(values);
      for (std::size_t i = 0; i < values.size(); ++i) {
        output.data()[start + groups.steps[i]] = values[i];
      }
    }
    return {};
  }

  void apply(std::span<float> values) const {
    if (scale_ == Scale::kPlain) {
      softmax_in_place(values.data(), static_cast<std::int64_t>(values.size()), 1);
      return;
    }
    const float largest = *std::max_element(values.begin(), values.end());
    double sum = 0.0;
    for (const float value : values) sum += std::exp(static_cast<double>(value - largest));
    const auto logarithm = static_cast<float>(std::log(sum));
    for (float& value : values) value = value - largest - logarithm;
  }

  std::vector<int> axes_;
  Scale scale_;
};

Result<LayerHandle> make_softmax(std::vector<int> axes, std::string name,
                                 SoftmaxLayer::Scale scale) {
  if (axes.empty() || std::find(axes.begin(), axes.end(), 0) != axes.end()) {
    return fail_layer(name, SoftmaxLayer::type_of(scale), phrase("axis 0 is the batch"));
  }
  return LayerHandle(std::make_shared<const SoftmaxLayer>(std::move(name), std::move(axes), scale));
}

}  // namespace

bool is_activation_layer(std::string_view type) {
  constexpr std::array<std::string_view, 5> kTypes{"ReLU", "LeakyReLU", "PReLU", "ELU",
                                                   "Activation"};
  return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

LayerHandle activation(Activation activation, std::string name) {
  return LayerHandle(std::make_shared<const ActivationLayer>(std::move(name), activation));
}

Result<LayerHandle> relu(const ReLUOptions& options) {
  const auto refuse = [&options](const Word& what, float value) {
    return fail_layer(options.name, ReLULayer::kType,
                      phrase("the {} must not be negative, found {}", what, value));
  };
  if (!(options.max_value.value_or(0.0f) >= 0.0f))
    return refuse(word("largest value"), *options.max_value);
  if (!(options.negative_slope >= 0.0f)) return refuse(word("slope"), options.negative_slope);
  if (!(options.threshold >= 0.0f)) return refuse(word("threshold"), options.threshold);
  return LayerHandle(std::make_shared<const ReLULayer>(options));
}

Result<LayerHandle> leaky_relu(float negative_slope, std::string name) {
  if (!(negative_slope >= 0.0f)) {
    return fail_layer(name, LeakyReLULayer::kType,
                      phrase("the slope must not be negative, found {}", negative_slope));
  }
  return LayerHandle(std::make_shared<const LeakyReLULayer>(std::move(name), negative_slope));
}

LayerHandle elu(float alpha, std::string name) {
  return LayerHandle(std::make_shared<const ELULayer>(std::move(name), alpha));
}

Result<LayerHandle> prelu(Tensor alpha, std::string name) {
  if (alpha.shape().rank() < 1 || alpha.shape().rank() >= Shape::kMaxRank || alpha.size() == 0) {
    return fail_layer(name, "PReLU",
                      phrase("the slopes must have from 1 to {} axes, no extent 0, found {}",
                             Shape::kMaxRank - 1, to_string(alpha.shape())));
  }
  std::vector<Weight> weights;
  add_weight(weights, "alpha", std::move(alpha));
  return LayerHandle(std::make_shared<const PReLULayer>(std::move(name), std::move(weights)));
}

Result<LayerHandle> softmax(int axis, std::string name) {
  return softmax_over({axis}, std::move(name));
}

std::optional<std::vector<int>> softmax_axes_of(const Layer& layer) {
  const auto* softmax = dynamic_cast<const SoftmaxLayer*>(&layer);
  const bool plain = softmax != nullptr && softmax->is_plain();
  return plain ? std::optional(softmax->axes()) : std::nullopt;
}

Result<LayerHandle> softmax_over(std::vector<int> axes, std::string name) {
  return make_softmax(std::move(axes), std::move(name), SoftmaxLayer::Scale::kPlain);
}

Result<LayerHandle> log_softmax_over(std::vector<int> axes, std::string name) {
  return make_softmax(std::move(axes), std::move(name), SoftmaxLayer::Scale::kLogarithm);
}

}  // namespace convlens::nn
