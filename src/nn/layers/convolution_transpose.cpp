#include <Eigen/Core>
#include <algorithm>
#include <tuple>
#include <utility>

#include "nn/graph/weights.h"
#include "nn/layers/convolution.h"

namespace convlens::nn {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// One axis of a transposed convolution: input pixel i adds kernel pixel k to output pixel
// i * stride + k * dilation - pad_before.
struct TransposedAxis {
  std::int64_t output = 0;
  std::int64_t pad_before = 0;
};

// The output's extent as Keras has it, and the padding of the convolution that leads back from it.
Result<TransposedAxis> transposed_axis(std::int64_t input, std::int64_t window, int stride,
                                       Padding padding, std::optional<int> extra) {
  const bool same = padding == Padding::kSame;
  const std::int64_t covered = (input - 1) * stride;
  std::int64_t output = 0;
  if (same) {
    output = extra ? covered + window % 2 + *extra : input * stride;
  } else {
    output = covered + (extra ? window + *extra : std::max<std::int64_t>(window, stride));
  }
  const auto back = [&] { return conv::output_extent(output, window, stride, 1, padding); };
  if (output < 1 || back().output != input) {
    return fail(
        "an output of {} pixels is not one that a window of {} and a stride of {} lead back to {} "
        "pixels from",
        output, window, stride, input);
  }
  return TransposedAxis{output, back().pad_before};
}

// The output's extent where pixels are taken away from both ends of what the windows cover.
Result<TransposedAxis> cut_axis(std::int64_t input, std::int64_t window, int stride, int before,
                                int after, int extra) {
  const std::int64_t output = (input - 1) * stride + window + extra - before - after;
  if (output >= 1) return TransposedAxis{output, before};
  return fail("taking {} and {} pixels away leaves nothing of an output", before, after);
}

class Conv2DTranspose final : public LayerOf<Conv2DTranspose> {
 public:
  static constexpr const char* kType = "Conv2DTranspose";

  Conv2DTranspose(const Conv2DTransposeOptions& options, std::vector<Weight> weights)
      : LayerOf(options.name, std::move(weights), options.activation), options_(options) {}

  std::string_view type() const override { return kType; }
  std::optional<KerasForm> keras_form() const override {
    if (options_.edges || options_.groups != 1) return std::nullopt;
    const Shape& kernel = weight(0).shape();  // (KH, KW, filters, C)
    const auto& extra = options_.output_padding;
    return KerasForm{
        kType,
        {{"filters", kernel[2]},
         {"kernel_size", HeightWidth{static_cast<int>(kernel[0]), static_cast<int>(kernel[1])}},
         {"strides", options_.strides},
         {"padding", padding_name(options_.padding)},
         {"output_padding", extra ? SettingValue(*extra) : SettingValue()},
         {"dilation_rate", options_.dilation},
         {"use_bias", weights().size() > 1}}};
  }

  double steps_of_value() const override {
    const Shape& k = weight(0).shape();  // (KH, KW, filters / groups, C)
    const double apart = static_cast<double>(options_.strides.height) * options_.strides.width;
    return 1.0 + static_cast<double>(k[0] * k[1] * k[3]) / apart / 4.0;
  }

 private:
  Result<TransposedAxis> rows(std::int64_t height) const {
    const auto& [edges, extra] = std::tie(options_.edges, options_.output_padding);
    const std::int64_t window = (weight(0).shape()[0] - 1) * options_.dilation.height + 1;
    if (edges) {
      return cut_axis(height, window, options_.strides.height, edges->top, edges->bottom,
                      extra ? extra->height : 0);
    }
    return transposed_axis(height, window, options_.strides.height, options_.padding,
                           extra ? std::optional(extra->height) : std::nullopt);
  }
  Result<TransposedAxis> columns(std::int64_t width) const {
    const auto& [edges, extra] = std::tie(options_.edges, options_.output_padding);
    const std::int64_t window = (weight(0).shape()[1] - 1) * options_.dilation.width + 1;
    if (edges) {
      return cut_axis(width, window, options_.strides.width, edges->left, edges->right,
                      extra ? extra->width : 0);
    }
    return transposed_axis(width, window, options_.strides.width, options_.padding,
                           extra ? std::optional(extra->width) : std::nullopt);
  }

  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_image(inputs, weight(0).shape()[3]);
    if (!input) return input;
    PartialShape output = input->with(3, weight(0).shape()[2] * options_.groups);
    for (const int axis : {1, 2}) {
      if (!input->is_known(axis)) continue;
      TRY_ASSIGN(const auto extent, axis == 1 ? rows((*input)[axis]) : columns((*input)[axis]));
      if (extent.output > PartialShape::kMaxExtent) return fail("the output is too large");
      output = output.with(axis, extent.output);
    }
    return output;
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    const Shape& in = inputs[0].shape();
    const Shape& out = output.shape();
    if (weights().size() > 1) fill_with_bias(weight(1), output);
    const std::int64_t top = rows(in[1])->pad_before;
    const std::int64_t left = columns(in[2])->pad_before;
    for (std::int64_t row = 0; row < in[0] * in[1]; ++row) {
      const Eigen::Map<const Matrix> pixels(inputs[0].data() + row * in[2] * in[3], in[2], in[3]);
      for (std::int64_t kh = 0; kh < weight(0).shape()[0]; ++kh) {
        const std::int64_t oh =
            row % in[1] * options_.strides.height + kh * options_.dilation.height - top;
        if (oh < 0 || oh >= out[1]) continue;
        const std::int64_t out_row = row / in[1] * out[1] + oh;
        add_row(pixels, kh, left, output.data() + out_row * out[2] * out[3], out[2]);
      }
    }
    return {};
  }

  // A row of input pixels (W, C) through one row of the kernel, added to a row of outputs (W', F).
  void add_row(const Eigen::Map<const Matrix>& pixels, std::int64_t kh, std::int64_t left,
               float* out, std::int64_t width) const {
    const Shape& k = weight(0).shape();  // (KH, KW, F / groups, C)
    const std::int64_t channels = k[3] / options_.groups;
    for (std::int64_t kw = 0; kw < k[1]; ++kw) {
      const Eigen::Map<const Matrix> filters(weight(0).data() + (kh * k[1] + kw) * k[2] * k[3],
                                             k[2], k[3]);
      for (std::int64_t group = 0; group < options_.groups; ++group) {
        const Matrix sums = pixels.middleCols(group * channels, channels) *
                            filters.middleCols(group * channels, channels).transpose();  // (W, F)
        for (std::int64_t x = 0; x < pixels.rows(); ++x) {
          const std::int64_t ow = x * options_.strides.width + kw * options_.dilation.width - left;
          if (ow < 0 || ow >= width) continue;
          float* const pixel = out + (ow * options_.groups + group) * k[2];
          Eigen::Map<Eigen::RowVectorXf>(pixel, k[2]) += sums.row(x);
        }
      }
    }
  }

  Conv2DTransposeOptions options_;
};

Status check(const Conv2DTransposeOptions& options, const Tensor& kernel,
             const std::optional<Tensor>& bias) {
  if (auto status = check_kernel(kernel, 4, "(KH, KW, filters, channels)"); !status) return status;
  if (kernel.shape()[0] > kMaxStep || kernel.shape()[1] > kMaxStep) {
    return fail("the kernel {} is larger than {} pixels", to_string(kernel.shape()), int{kMaxStep});
  }
  if (auto status = check_steps(options.strides, word("the strides")); !status) return status;
  if (auto status = check_steps(options.dilation, word("the dilation")); !status) return status;
  if (const auto& extra = options.output_padding) {
    if (extra->height < 0 || extra->height >= options.strides.height || extra->width < 0 ||
        extra->width >= options.strides.width) {
      return fail("the output padding must be from 0 to less than the strides, found {} by {}",
                  extra->height, extra->width);
    }
  }
  if (auto status = check_edges(options.edges.value_or(Edges{}), word("the padding")); !status) {
    return status;
  }
  if (options.groups < 1 || kernel.shape()[3] % options.groups != 0) {
    return fail("{} channels cannot be divided into {} groups", kernel.shape()[3], options.groups);
  }
  if (kernel.shape()[2] > PartialShape::kMaxExtent / options.groups) {
    return fail("the output is too large");
  }
  return check_bias(bias, kernel.shape()[2] * options.groups);
}

}  // namespace

Result<LayerHandle> conv2d_transpose(const Conv2DTransposeOptions& options, Tensor kernel,
                                     std::optional<Tensor> bias) {
  if (const auto status = check(options, kernel, bias); !status) {
    return fail_layer(options.name, Conv2DTranspose::kType, status.error());
  }
  std::vector<Weight> weights;
  add_weight(weights, "kernel", std::move(kernel));
  add_weight(weights, "bias", std::move(bias));
  return LayerHandle(std::make_shared<const Conv2DTranspose>(options, std::move(weights)));
}

}  // namespace convlens::nn
