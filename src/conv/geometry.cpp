#include "conv/geometry.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

namespace convlens::conv {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

// (kernel - 1) * dilation + 1, or the largest number where that does not fit.
std::int64_t dilated_extent(std::int64_t kernel, int dilation) {
  if (kernel - 1 > (kMax - 1) / dilation) return kMax;
  return (kernel - 1) * dilation + 1;
}

std::int64_t ceil_divide(std::int64_t a, std::int64_t b) { return a / b + (a % b != 0 ? 1 : 0); }

Status check_steps(const Conv2dOptions& options) {
  if (options.stride_h < 1 || options.stride_w < 1) {
    return fail("the stride must be at least 1 by 1, found {} by {}", options.stride_h,
                options.stride_w);
  }
  if (options.dilation_h < 1 || options.dilation_w < 1) {
    return fail("the dilation must be at least 1 by 1, found {} by {}", options.dilation_h,
                options.dilation_w);
  }
  return {};
}

Status check_shapes(const Shape& input, const Shape& kernel, const Shape& bias) {
  const auto has_empty_axis = [](const Shape& shape) { return shape.element_count() == 0; };
  if (input.rank() != 4 || has_empty_axis(input)) {
    return fail("the input must be of shape (N, H, W, C), no extent 0, found {}", to_string(input));
  }
  if (kernel.rank() != 4 || has_empty_axis(kernel)) {
    return fail("the kernel must be of shape (KH, KW, C, F), no extent 0, found {}",
                to_string(kernel));
  }
  if (kernel[2] != input[3]) {
    return fail("the kernel {} expects {} channels, but the input {} has {}", to_string(kernel),
                kernel[2], to_string(input), input[3]);
  }
  if (bias.element_count() != 0 && !(bias.rank() == 1 && bias[0] == kernel[3])) {
    return fail(
        "the bias must be of shape ({},), one value for each filter of the kernel {}, found {}",
        kernel[3], to_string(kernel), to_string(bias));
  }
  return {};
}

}  // namespace

Extent output_extent(std::int64_t input, std::int64_t kernel, int stride, int dilation,
                     Padding padding) {
  assert(input >= 1 && kernel >= 1 && stride >= 1 && dilation >= 1);
  const std::int64_t window = dilated_extent(kernel, dilation);
  if (padding == Padding::kValid) {
    return {window > input ? 0 : (input - window) / stride + 1, 0};
  }
  const std::int64_t output = ceil_divide(input, stride);
  // (output - 1) * stride < input, so the difference cannot overflow; adding window first could.
  const std::int64_t total = std::max<std::int64_t>(window - (input - (output - 1) * stride), 0);
  return {output, total / 2};
}

Result<Geometry> conv2d_geometry(const Shape& input, const Shape& kernel, const Shape& bias,
                                 const Conv2dOptions& options) {
  TRY(check_steps(options));
  TRY(check_shapes(input, kernel, bias));

  Geometry geometry;
  geometry.batch = input[0];
  geometry.channels = input[3];
  geometry.filters = kernel[3];
  const auto axis = [&](int index, int stride, int dilation) {
    const std::int64_t in = input[1 + index];
    const std::int64_t k = kernel[index];
    const Extent extent = output_extent(in, k, stride, dilation, options.padding);
    return Axis{in, k, extent.output, extent.pad_before, stride, dilation};
  };
  geometry.rows = axis(0, options.stride_h, options.dilation_h);
  geometry.columns = axis(1, options.stride_w, options.dilation_w);

  const std::int64_t window_h = dilated_extent(kernel[0], options.dilation_h);
  const std::int64_t window_w = dilated_extent(kernel[1], options.dilation_w);
  if (geometry.rows.output == 0 || geometry.columns.output == 0) {
    return fail(
        "VALID padding leaves no output: the kernel {} covers {} by {} pixels at dilation {} by "
        "{}, "
        "more than the input {}",
        to_string(kernel), window_h, window_w, options.dilation_h, options.dilation_w,
        to_string(input));
  }
  if (window_h > kMax / 2 || window_w > kMax / 2) {
    return fail("the kernel {} at dilation {} by {} covers more pixels than can be counted",
                to_string(kernel), options.dilation_h, options.dilation_w);
  }
  return geometry;
}

Result<Shape> result_shape(const Geometry& geometry, OutputLayout layout) {
  const std::int64_t n = geometry.batch;
  const std::int64_t f = geometry.filters;
  const std::int64_t oh = geometry.rows.output;
  const std::int64_t ow = geometry.columns.output;
  const std::array<std::int64_t, 4> extents = layout == OutputLayout::kNhwc
                                                  ? std::array<std::int64_t, 4>{n, oh, ow, f}
                                                  : std::array<std::int64_t, 4>{n, f, oh, ow};
  return Shape::checked(extents);
}

Result<Shape> conv2d_shape(const Shape& input, const Shape& kernel, const Shape& bias,
                           const Conv2dOptions& options, OutputLayout layout) {
  TRY_ASSIGN(const auto geometry, conv2d_geometry(input, kernel, bias, options));
  return result_shape(geometry, layout);
}

}  // namespace convlens::conv
