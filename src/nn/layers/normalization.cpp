#include "nn/layers/normalization.h"

#include <cmath>
#include <utility>
#include <vector>

#include "conv/pixel_loops.h"
#include "nn/graph/shape_rules.h"
#include "nn/graph/weights.h"

namespace convlens::nn {
namespace {

class BatchNormalization final : public LayerOf<BatchNormalization> {
 public:
  static constexpr const char* kType = "BatchNormalization";

  BatchNormalization(const BatchNormalizationOptions& options, std::vector<Weight> weights,
                     bool has_gamma, bool has_beta)
      : LayerOf(options.name, std::move(weights), Activation::kLinear),
        axis_(options.axis),
        epsilon_(options.epsilon),
        has_gamma_(has_gamma),
        has_beta_(has_beta) {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    return KerasForm{kType,
                     {{"axis", std::int64_t{axis_}},
                      {"epsilon", epsilon_},
                      {"center", has_beta_},
                      {"scale", has_gamma_}}};
  }
  BatchNormalizationOptions options() const { return {name(), axis_, epsilon_}; }

 private:
  // weights(): gamma and beta where they are, then the moving mean and variance.
  const Tensor& gamma() const { return weight(0); }
  const Tensor& beta() const { return weight(has_gamma_ ? 1 : 0); }
  const Tensor& mean() const { return weight(weights().size() - 2); }
  const Tensor& variance() const { return weight(weights().size() - 1); }

  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_input(inputs);
    if (!input) return input;
    TRY_ASSIGN(const auto axis, resolve_axis(axis_, *input));
    const auto extent = static_cast<std::int64_t>(mean().size());
    if (axis == 0 || (input->is_known(axis) && (*input)[axis] != extent)) {
      return fail("axis {} of the input must have an extent of {}, found {}", axis_, extent,
                  to_string(*input));
    }
    return input->with(axis, extent);
  }

  bool writes_all() const override { return true; }

  // For each channel, in the order of operations of tf.nn.batch_normalization.
  struct Factors {
    std::vector<float> scale;
    std::vector<float> shift;
  };
  Factors factors() const {
    const std::size_t extent = mean().size();
    Factors result{std::vector<float>(extent), std::vector<float>(extent)};
    for (std::size_t c = 0; c < extent; ++c) {
      float& scale = result.scale[c];
      scale = 1.0f / std::sqrt(variance().data()[c] + epsilon_);
      if (has_gamma_) scale *= gamma().data()[c];
      result.shift[c] = (has_beta_ ? beta().data()[c] : 0.0f) - mean().data()[c] * scale;
    }
    return result;
  }

  // Pixels (..., C), in place too.
  static void scale_pixels(std::span<const float> in, const Factors& factors,
                           std::span<float> out) {
    const std::size_t channels = factors.scale.size();
    conv::pixel_loops().scale(in.data(), factors.scale.data(), factors.shift.data(),
                              static_cast<std::int64_t>(in.size() / channels),
                              static_cast<std::int64_t>(channels), out.data());
  }

  PixelWork own_pixel_work(int rank) const override {
    if (axis_ != -1 && axis_ != rank - 1) return {};
    return
        [factors = factors()](std::span<float> pixels) { scale_pixels(pixels, factors, pixels); };
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const Factors by = factors();
    const std::size_t extent = by.scale.size();
    const Shape& shape = output.shape();
    const int axis = *resolve_axis(axis_, shape);
    std::size_t inner = 1;  // values that share a channel and stand side by side
    for (int i = axis + 1; i < shape.rank(); ++i) inner *= static_cast<std::size_t>(shape[i]);
    if (inner == 1) {
      scale_pixels(inputs[0].values(), by, output.values());
      return {};
    }
    const float* in = inputs[0].data();
    float* out = output.data();
    for (std::size_t outer = 0; outer < output.size() / (extent * inner); ++outer) {
      for (std::size_t c = 0; c < extent; ++c) {
        for (std::size_t i = 0; i < inner; ++i) *out++ = *in++ * by.scale[c] + by.shift[c];
      }
    }
    return {};
  }

  int axis_;
  float epsilon_;
  bool has_gamma_;
  bool has_beta_;
};

Status check(const BatchNormalizationWeights& weights) {
  const Shape expected{static_cast<std::int64_t>(weights.moving_mean.size())};
  const auto check_one = [&expected](const Word& name, const Tensor& value) -> Status {
    if (value.shape() == expected && value.size() > 0) return {};
    return fail("the {} must be of shape (channels,), that of the moving mean, found {}", name,
                to_string(value.shape()));
  };
  auto status = check_one(word("moving mean"), weights.moving_mean);
  if (status) status = check_one(word("moving variance"), weights.moving_variance);
  if (status && weights.gamma) status = check_one(word("gamma"), *weights.gamma);
  if (status && weights.beta) status = check_one(word("beta"), *weights.beta);
  return status;
}

}  // namespace

Result<LayerHandle> batch_normalization(const BatchNormalizationOptions& options,
                                        BatchNormalizationWeights weights) {
  if (const auto status = check(weights); !status) {
    return fail_layer(options.name, BatchNormalization::kType, status.error());
  }
  const bool has_gamma = weights.gamma.has_value();
  const bool has_beta = weights.beta.has_value();
  std::vector<Weight> named;
  add_weight(named, "gamma", std::move(weights.gamma));
  add_weight(named, "beta", std::move(weights.beta));
  add_weight(named, "moving_mean", std::move(weights.moving_mean));
  add_weight(named, "moving_variance", std::move(weights.moving_variance));
  return LayerHandle(
      std::make_shared<const BatchNormalization>(options, std::move(named), has_gamma, has_beta));
}

std::optional<BatchNormalizationOptions> batch_normalization_of(const Layer& layer) {
  const auto* normalization = dynamic_cast<const BatchNormalization*>(&layer);
  return normalization == nullptr ? std::nullopt : std::optional(normalization->options());
}

}  // namespace convlens::nn
