#include "nn/shape_rules.h"

#include <cassert>

namespace convlens::nn {

Status check_steps(HeightWidth steps, const char* what) {
  const auto fits = [](int step) { return step >= 1 && step <= kMaxStep; };
  if (fits(steps.height) && fits(steps.width)) return {};
  return fail("{} must be from 1 to {}, found {} by {}", what, int{kMaxStep}, steps.height,
              steps.width);
}

Result<PartialShape> only_input(std::span<const PartialShape> inputs) {
  if (inputs.size() != 1) return fail("expected 1 input, found {}", inputs.size());
  return inputs[0];
}

Result<PartialShape> only_image(std::span<const PartialShape> inputs, std::int64_t channels) {
  auto input = only_input(inputs);
  if (!input) return input;
  const PartialShape expected{PartialShape::kUnknown, PartialShape::kUnknown,
                              PartialShape::kUnknown, channels};
  if (expected.accepts(*input)) return input;
  const std::string last =
      channels == PartialShape::kUnknown ? "channels" : std::to_string(channels);
  return fail("the input must be of shape (batch, height, width, {}), found {}{}", last,
              to_string(*input), input->rank() == 3 ? ", which lacks the axis of the batch" : "");
}

Result<int> resolve_axis(int axis, const PartialShape& shape) {
  const int resolved = axis < 0 ? axis + shape.rank() : axis;
  if (resolved >= 0 && resolved < shape.rank()) return resolved;
  return fail("axis {} is not an axis of {}", axis, to_string(shape));
}

Result<std::int64_t> window_extent(std::int64_t input, std::int64_t kernel, int stride,
                                   int dilation, Padding padding, const char* axis_name) {
  if (input == PartialShape::kUnknown) return input;
  const std::int64_t output = conv::output_extent(input, kernel, stride, dilation, padding).output;
  if (output > 0) return output;
  return fail("VALID padding leaves no output: the window is {} pixels {}, the input {}",
              (kernel - 1) * dilation + 1, axis_name, input);
}

Result<PartialShape> window_shape(const PartialShape& input, HeightWidth kernel,
                                  HeightWidth strides, HeightWidth dilation, Padding padding,
                                  std::int64_t channels) {
  const auto height =
      window_extent(input[1], kernel.height, strides.height, dilation.height, padding, "high");
  if (!height) return fail(height.error());
  const auto width =
      window_extent(input[2], kernel.width, strides.width, dilation.width, padding, "wide");
  if (!width) return fail(width.error());
  return PartialShape{input[0], *height, *width, channels};
}

Result<std::int64_t> product(std::span<const std::int64_t> extents) {
  std::int64_t result = 1;
  for (const std::int64_t extent : extents) {
    if (extent == PartialShape::kUnknown) return extent;
    assert(extent > 0);
    if (result > PartialShape::kMaxExtent / extent) return fail("the array is too large to count");
    result *= extent;
  }
  return result;
}

}  // namespace convlens::nn
