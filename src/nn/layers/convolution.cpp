#include "nn/layers/convolution.h"

#include <algorithm>
#include <utility>

#include "nn/graph/weights.h"
#include "nn/layers/depthwise.h"
#include "nn/pixels/frame.h"

namespace convlens::nn {
namespace {

constexpr const char* kConv2D = "Conv2D";

HeightWidth window_of(const Tensor& kernel) {
  return {static_cast<int>(kernel.shape()[0]), static_cast<int>(kernel.shape()[1])};
}

// Copies `count` of every `from_run` floats, from `offset` on, to runs of `to_run` at `to_offset`.
struct Runs {
  std::int64_t run;
  std::int64_t offset;
};
void copy_runs(std::span<const float> from, Runs source, std::int64_t count, std::span<float> to,
               Runs target) {
  const float* in = from.data() + source.offset;
  float* out = to.data() + target.offset;
  const auto runs = static_cast<std::int64_t>(from.size()) / source.run;
  for (std::int64_t i = 0; i < runs; ++i, in += source.run, out += target.run) {
    std::copy_n(in, count, out);
  }
}

// Of a value that as many products are summed for as the kernel (..., filters) has weights for one
// filter, many of them at a time.
double steps_of_products(const Tensor& kernel) {
  constexpr double kAtOnce = 32.0;
  const auto filters = static_cast<double>(kernel.shape()[kernel.shape().rank() - 1]);
  return 1.0 + static_cast<double>(kernel.size()) / filters / kAtOnce;
}

class Conv2D final : public LayerOf<Conv2D> {
 public:
  Conv2D(const Conv2DOptions& options, std::vector<Weight> weights)
      : LayerOf(options.name, std::move(weights), options.activation), options_(options) {}

  std::string_view type() const override { return kConv2D; }
  std::optional<KerasForm> keras_form() const override {
    if (options_.edges) return std::nullopt;
    return KerasForm{kConv2D,
                     {{"filters", kernel_shape()[3]},
                      {"kernel_size", window_of(weight(0))},
                      {"strides", options_.strides},
                      {"padding", padding_name(options_.padding)},
                      {"dilation_rate", options_.dilation},
                      {"groups", std::int64_t{options_.groups}},
                      {"use_bias", weights().size() > 1}}};
  }
  WindowSteps steps() const {
    return {options_.strides, options_.dilation, options_.padding, options_.edges};
  }
  double steps_of_value() const override { return steps_of_products(weight(0)); }

 private:
  const Shape& kernel_shape() const { return weight(0).shape(); }
  std::int64_t channels() const { return kernel_shape()[2] * options_.groups; }
  // A group for each channel: the kernel (KH, KW, 1, C * M) is a depthwise one as it stands.
  bool is_depthwise() const { return options_.groups > 1 && kernel_shape()[2] == 1; }
  bool fuses(Activation activation) const override {
    return activation == Activation::kRelu && !is_depthwise();
  }
  bool writes_all() const override { return options_.groups == 1 || is_depthwise(); }
  bool finishes() const override { return writes_all(); }

  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_image(inputs, channels());
    if (!input) return input;
    return window_shape(*input, window_of(weight(0)), steps(), kernel_shape()[3]);
  }

  Status evaluate(std::span<const TensorView> inputs, Activation fused,
                  const ComputeOptions& options, Tensor& output) const override {
    if (is_depthwise()) return evaluate_depthwise(inputs[0], options, output);
    if (const auto& edges = options_.edges) {
      TRY_ASSIGN(const auto input, framed(inputs[0], *edges));
      return convolve(input, Padding::kValid, fused, options, output);
    }
    return convolve(inputs[0], options_.padding, fused, options, output);
  }

  Status convolve(const TensorView& input, Padding padding, Activation fused,
                  const ComputeOptions& options, Tensor& output) const {
    const conv::Conv2dOptions conv{.stride_h = options_.strides.height,
                                   .stride_w = options_.strides.width,
                                   .dilation_h = options_.dilation.height,
                                   .dilation_w = options_.dilation.width,
                                   .padding = padding,
                                   .activation = fused == Activation::kRelu
                                                     ? conv::Activation::kRelu
                                                     : conv::Activation::kNone};
    conv::Execution execution{.engine = options.engine, .threads = options.threads};
    const TensorView bias = weights().size() > 1 ? weight(1).view() : TensorView();
    if (options_.groups > 1) return evaluate_groups(input, bias, conv, execution, output);
    execution.finish = options.finish;
    return conv::conv2d_into(input, weight(0), bias, conv, execution, output.values());
  }

  Status evaluate_depthwise(const TensorView& input, const ComputeOptions& options,
                            Tensor& output) const {
    const Shape& k = kernel_shape();
    const Shape by_channel{k[0], k[1], channels(), k[3] / channels()};
    convolve_depthwise(input, TensorView(weight(0).values(), by_channel),
                       weights().size() > 1 ? &weight(1) : nullptr, steps(), options, output);
    return {};
  }

  // Each group's channels are gathered, convolved and spread again.
  Status evaluate_groups(const TensorView& input, const TensorView& bias,
                         const conv::Conv2dOptions& conv, const conv::Execution& execution,
                         Tensor& output) const {
    const Shape& in = input.shape();
    const Shape& k = kernel_shape();
    const Shape& out = output.shape();
    const std::int64_t filters = k[3] / options_.groups;
    Tensor part(Shape{in[0], in[1], in[2], k[2]});
    Tensor kernel(Shape{k[0], k[1], k[2], filters});
    Tensor result(Shape{out[0], out[1], out[2], filters});
    for (std::int64_t group = 0; group < options_.groups; ++group) {
      copy_runs(input.values(), {in[3], group * k[2]}, k[2], part.values(), {k[2], 0});
      copy_runs(weight(0).values(), {k[3], group * filters}, filters, kernel.values(),
                {filters, 0});
      TensorView group_bias;
      if (!bias.values().empty()) {
        const auto first = static_cast<std::size_t>(group * filters);
        group_bias = TensorView(bias.values().subspan(first, static_cast<std::size_t>(filters)),
                                Shape{filters});
      }
      if (auto status =
              conv::conv2d_into(part, kernel, group_bias, conv, execution, result.values());
          !status) {
        return status;
      }
      copy_runs(result.values(), {filters, 0}, filters, output.values(), {out[3], group * filters});
    }
    return {};
  }

  Conv2DOptions options_;
};

class DepthwiseConv2D final : public LayerOf<DepthwiseConv2D> {
 public:
  static constexpr const char* kType = "DepthwiseConv2D";

  DepthwiseConv2D(const DepthwiseConv2DOptions& options, std::vector<Weight> weights)
      : LayerOf(options.name, std::move(weights), options.activation),
        steps_{options.strides, options.dilation, options.padding, options.edges} {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    if (steps_.edges) return std::nullopt;
    return KerasForm{kType,
                     {{"depth_multiplier", weight(0).shape()[3]},
                      {"kernel_size", window_of(weight(0))},
                      {"strides", steps_.strides},
                      {"padding", padding_name(steps_.padding)},
                      {"dilation_rate", steps_.dilation},
                      {"use_bias", weights().size() > 1}}};
  }
  const WindowSteps& steps() const { return steps_; }
  double steps_of_value() const override {
    const Shape& k = weight(0).shape();
    return 1.0 + static_cast<double>(k[0]) * static_cast<double>(k[1]) / 8.0;
  }

 private:
  bool writes_all() const override { return true; }
  bool finishes() const override { return true; }
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    const Shape& k = weight(0).shape();
    auto input = only_image(inputs, k[2]);
    if (!input) return input;
    return window_shape(*input, window_of(weight(0)), steps_, k[2] * k[3]);
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& options, Tensor& output) const override {
    convolve_depthwise(inputs[0], weight(0), weights().size() > 1 ? &weight(1) : nullptr, steps_,
                       options, output);
    return {};
  }

  WindowSteps steps_;
};

class SeparableConv2D final : public LayerOf<SeparableConv2D> {
 public:
  static constexpr const char* kType = "SeparableConv2D";

  SeparableConv2D(const SeparableConv2DOptions& options, std::vector<Weight> weights)
      : LayerOf(options.name, std::move(weights), options.activation),
        steps_{
            .strides = options.strides, .dilation = options.dilation, .padding = options.padding} {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    return KerasForm{kType,
                     {{"filters", weight(1).shape()[3]},
                      {"depth_multiplier", weight(0).shape()[3]},
                      {"kernel_size", window_of(weight(0))},
                      {"strides", steps_.strides},
                      {"padding", padding_name(steps_.padding)},
                      {"dilation_rate", steps_.dilation},
                      {"use_bias", weights().size() > 2}}};
  }
  double steps_of_value() const override {
    const Shape& k = weight(0).shape();
    return steps_of_products(weight(1)) + static_cast<double>(k[0]) * static_cast<double>(k[1]);
  }

 private:
  bool fuses(Activation activation) const override { return activation == Activation::kRelu; }
  bool writes_all() const override { return true; }
  bool finishes() const override { return true; }

  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_image(inputs, weight(0).shape()[2]);
    if (!input) return input;
    return window_shape(*input, window_of(weight(0)), steps_, weight(1).shape()[3]);
  }

  Status evaluate(std::span<const TensorView> inputs, Activation fused,
                  const ComputeOptions& options, Tensor& output) const override {
    const Shape& out = output.shape();
    Tensor between(Shape{out[0], out[1], out[2], weight(1).shape()[2]});
    convolve_depthwise(inputs[0], weight(0), nullptr, steps_,
                       {.engine = options.engine, .threads = options.threads}, between);
    const conv::Conv2dOptions pointwise{.activation = fused == Activation::kRelu
                                                          ? conv::Activation::kRelu
                                                          : conv::Activation::kNone};
    const TensorView bias = weights().size() > 2 ? weight(2).view() : TensorView();
    return conv::conv2d_into(
        between, weight(1), bias, pointwise,
        {.engine = options.engine, .threads = options.threads, .finish = options.finish},
        output.values());
  }

  WindowSteps steps_;
};

// What the options of all these layers have in common.
template <typename Options>
Status check_window(const Options& options, const Tensor& kernel, const char* axes) {
  if (auto status = check_kernel(kernel, 4, axes); !status) return status;
  if (kernel.shape()[0] > kMaxStep || kernel.shape()[1] > kMaxStep) {
    return fail("the kernel {} is larger than {} pixels", to_string(kernel.shape()), int{kMaxStep});
  }
  if (auto status = check_steps(options.strides, word("the strides")); !status) return status;
  return check_steps(options.dilation, word("the dilation"));
}

Status check_conv2d(const Conv2DOptions& options, const Tensor& kernel,
                    const std::optional<Tensor>& bias) {
  if (auto status = check_window(options, kernel, "(KH, KW, channels, filters)"); !status) {
    return status;
  }
  if (auto status = check_edges(options.edges.value_or(Edges{}), word("the padding")); !status) {
    return status;
  }
  const std::int64_t filters = kernel.shape()[3];
  if (options.groups < 1 || options.groups > kMaxStep || filters % options.groups != 0) {
    return fail("{} filters cannot be dealt out to {} groups", filters, options.groups);
  }
  return check_bias(bias, filters);
}

Status check_depthwise(const DepthwiseConv2DOptions& options, const Tensor& kernel,
                       const std::optional<Tensor>& bias) {
  if (auto status = check_window(options, kernel, "(KH, KW, channels, multiplier)"); !status) {
    return status;
  }
  if (auto status = check_edges(options.edges.value_or(Edges{}), word("the padding")); !status) {
    return status;
  }
  return check_bias(bias, kernel.shape()[2] * kernel.shape()[3]);
}

Status check_separable(const SeparableConv2DOptions& options, const Tensor& depthwise,
                       const Tensor& pointwise, const std::optional<Tensor>& bias) {
  if (auto status = check_window(options, depthwise, "(KH, KW, channels, multiplier)"); !status) {
    return status;
  }
  const std::int64_t between = depthwise.shape()[2] * depthwise.shape()[3];
  const Shape& shape = pointwise.shape();
  if (shape.rank() != 4 || shape[0] != 1 || shape[1] != 1 || shape[2] != between || shape[3] == 0) {
    return fail("the pointwise kernel must be of shape (1, 1, {}, filters), found {}", between,
                to_string(shape));
  }
  return check_bias(bias, shape[3]);
}

}  // namespace

Result<LayerHandle> conv2d(const Conv2DOptions& options, Tensor kernel,
                           std::optional<Tensor> bias) {
  if (const auto status = check_conv2d(options, kernel, bias); !status) {
    return fail_layer(options.name, kConv2D, status.error());
  }
  std::vector<Weight> weights;
  add_weight(weights, "kernel", std::move(kernel));
  add_weight(weights, "bias", std::move(bias));
  return LayerHandle(std::make_shared<const Conv2D>(options, std::move(weights)));
}

std::optional<WindowSteps> steps_of(const Layer& layer) {
  if (const auto* conv = dynamic_cast<const Conv2D*>(&layer)) return conv->steps();
  if (const auto* depthwise = dynamic_cast<const DepthwiseConv2D*>(&layer)) {
    return depthwise->steps();
  }
  return std::nullopt;
}

Result<LayerHandle> depthwise_conv2d(const DepthwiseConv2DOptions& options, Tensor kernel,
                                     std::optional<Tensor> bias) {
  if (const auto status = check_depthwise(options, kernel, bias); !status) {
    return fail_layer(options.name, DepthwiseConv2D::kType, status.error());
  }
  std::vector<Weight> weights;
  add_weight(weights, "kernel", std::move(kernel));
  add_weight(weights, "bias", std::move(bias));
  return LayerHandle(std::make_shared<const DepthwiseConv2D>(options, std::move(weights)));
}

Result<LayerHandle> separable_conv2d(const SeparableConv2DOptions& options, Tensor depthwise_kernel,
                                     Tensor pointwise_kernel, std::optional<Tensor> bias) {
  if (const auto status = check_separable(options, depthwise_kernel, pointwise_kernel, bias);
      !status) {
    return fail_layer(options.name, SeparableConv2D::kType, status.error());
  }
  std::vector<Weight> weights;
  add_weight(weights, "depthwise_kernel", std::move(depthwise_kernel));
  add_weight(weights, "pointwise_kernel", std::move(pointwise_kernel));
  add_weight(weights, "bias", std::move(bias));
  return LayerHandle(std::make_shared<const SeparableConv2D>(options, std::move(weights)));
}

}  // namespace convlens::nn
