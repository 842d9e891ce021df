#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "nn/graph/shape_rules.h"
#include "nn/graph/walks.h"
#include "nn/graph/weights.h"
#include "nn/layers/normalization.h"

// The layers that normalise an item by itself, where batch normalisation takes what training has
// found.
namespace convlens::nn {
namespace {

// Mean 0 and variance 1 for the values at `steps` from `in` on.
void normalize(const float* in, const std::vector<std::int64_t>& steps, bool centered,
               double epsilon, float* out) {
  const auto count = static_cast<double>(steps.size());
  double mean = 0.0;
  for (const std::int64_t step : steps) mean += static_cast<double>(in[step]);
  mean = centered ? mean / count : 0.0;
  double variance = 0.0;
  for (const std::int64_t step : steps) {
    const double distance = static_cast<double>(in[step]) - mean;
    variance += distance * distance;
  }
  const double scale = 1.0 / std::sqrt(variance / count + epsilon);
  for (const std::int64_t step : steps) {
    out[step] = static_cast<float>((static_cast<double>(in[step]) - mean) * scale);
  }
}

class ItemNormalization final : public LayerOf<ItemNormalization> {
 public:
  ItemNormalization(const ItemNormalizationOptions& options, std::vector<Weight> weights,
                    bool has_gamma)
      : LayerOf(options.name, std::move(weights), Activation::kLinear),
        options_(options),
        has_gamma_(has_gamma) {}

  std::string_view type() const override { return options_.type; }
  std::optional<KerasForm> keras_form() const override {
    const bool has_beta = weights().size() > (has_gamma_ ? 1U : 0U);
    std::vector<int> axes = options_.axes;  // in rising order, as Keras has them
    std::sort(axes.begin(), axes.end());
    if (!axes.empty() && axes.front() < 0 && axes.back() >= 0) return std::nullopt;
    if (type() == "LayerNormalization" && options_.groups == 0) {
      return KerasForm{type(),
                       {{"axis", axes},
                        {"epsilon", options_.epsilon},
                        {"center", has_beta},
                        {"scale", has_gamma_}}};
    }
    if (type() == "GroupNormalization") {
      return KerasForm{type(),
                       {{"groups", options_.groups},
                        {"axis", std::int64_t{options_.channel_axis}},
                        {"epsilon", options_.epsilon},
                        {"center", has_beta},
                        {"scale", has_gamma_}}};
    }
    const bool rms = type() == "RMSNormalization" && has_gamma_ && !has_beta;
    if (!rms) return std::nullopt;
    return KerasForm{type(), {{"axis", axes}, {"epsilon", options_.epsilon}}};
  }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_input(inputs);
    if (!input) return input;
    TRY(resolve_axes(options_.axes, *input));
    for (const Weight& weight : weights()) {
      const Shape& repeated = weight.value->shape();
      if (repeats_to(repeated, *input)) continue;
      return fail("the {} of shape {} does not fit an input of shape {}", weight.name,
                  to_string(repeated), to_string(*input));
    }
    if (options_.groups == 0) return input;
    TRY_ASSIGN(const int axis, resolve_axis(options_.channel_axis, *input));
    if (input->is_known(axis) && (*input)[axis] % options_.groups == 0) return input;
    return fail("the channels of {} cannot be divided into {} groups", to_string(*input),
                options_.groups);
  }

  bool writes_all() const override { return true; }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    TRY_ASSIGN(const auto groups, groups_of(output.shape()));
    for (const std::int64_t start : groups.starts) {
      normalize(inputs[0].data() + start, groups.steps, options_.centered,
                static_cast<double>(options_.epsilon), output.data() + start);
    }
    if (has_gamma_) {
      for_each_value(weight(0), output, [](float& out, float gamma) { out *= gamma; });
    }
    if (weights().size() > (has_gamma_ ? 1U : 0U)) {
      for_each_value(weight(has_gamma_ ? 1 : 0), output,
                     [](float& out, float beta) { out += beta; });
    }
    return {};
  }

  // Groups of channels are an axis of their own, which the shape of the input does not have.
  Result<AxisGroups> groups_of(const Shape& shape) const {
    std::vector<int> axes = *resolve_axes(options_.axes, shape);
    if (options_.groups == 0) return axis_groups(shape, axes);
    const int channels = *resolve_axis(options_.channel_axis, shape);
    std::vector<std::int64_t> extents(shape.extents().begin(), shape.extents().end());
    const std::int64_t each = shape[channels] / options_.groups;
    extents[static_cast<std::size_t>(channels)] = options_.groups;
    extents.insert(extents.begin() + channels + 1, each);
    for (int& axis : axes) axis += axis > channels ? 1 : 0;
    axes.push_back(channels + 1);
    TRY_ASSIGN(const auto divided, Shape::checked(extents));
    return axis_groups(divided, axes);
  }

  ItemNormalizationOptions options_;
  bool has_gamma_;
};

class LocalResponseNormalization final : public LayerOf<LocalResponseNormalization> {
 public:
  static constexpr const char* kType = "LRN";

  explicit LocalResponseNormalization(const LocalResponseOptions& options)
      : LayerOf(options.name, {}, Activation::kLinear), options_(options) {}

  std::string_view type() const override { return kType; }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    return only_image(inputs, PartialShape::kUnknown);
  }

  bool writes_all() const override { return true; }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const std::int64_t channels = output.shape()[3];
    const std::int64_t before = (options_.size - 1) / 2;
    const std::int64_t after = options_.size - 1 - before;
    const float share = options_.alpha / static_cast<float>(options_.size);
    const auto values = static_cast<std::int64_t>(output.size());
    for (std::int64_t pixel = 0; pixel < values; pixel += channels) {
      const float* in = inputs[0].data() + pixel;
      float* out = output.data() + pixel;
      for (std::int64_t c = 0; c < channels; ++c) {
        float sum = 0.0f;
        const std::int64_t end = std::min(c + after + 1, channels);
        for (std::int64_t i = std::max<std::int64_t>(c - before, 0); i < end; ++i) {
          sum += in[i] * in[i];
        }
        out[c] = in[c] * std::pow(options_.bias + share * sum, -options_.beta);
      }
    }
    return {};
  }

  LocalResponseOptions options_;
};

}  // namespace

Result<LayerHandle> item_normalization(const ItemNormalizationOptions& options,
                                       std::optional<Tensor> gamma, std::optional<Tensor> beta) {
  if (options.axes.empty() && options.groups == 0) {
    return fail_layer(options.name, options.type, phrase("there is no axis to normalise over"));
  }
  const bool has_gamma = gamma.has_value();
  std::vector<Weight> weights;
  add_weight(weights, "gamma", std::move(gamma));
  add_weight(weights, "beta", std::move(beta));
  return LayerHandle(
      std::make_shared<const ItemNormalization>(options, std::move(weights), has_gamma));
}

Result<LayerHandle> local_response_normalization(const LocalResponseOptions& options) {
  if (options.size < 1 || options.size > kMaxStep) {
    return fail_layer(
        options.name, LocalResponseNormalization::kType,
        phrase("the size must be from 1 to {}, found {}", int{kMaxStep}, options.size));
  }
  return LayerHandle(std::make_shared<const LocalResponseNormalization>(options));
}

}  // namespace convlens::nn
