#include "nn/graph/shape_rules.h"

#include <algorithm>
#include <cassert>

namespace convlens::nn {

Status check_steps(HeightWidth steps, const Word& what) {
  const auto fits = [](int step) { return step >= 1 && step <= kMaxStep; };
  if (fits(steps.height) && fits(steps.width)) return {};
  return fail("{} must be from 1 to {}, found {} by {}", what, int{kMaxStep}, steps.height,
              steps.width);
}

Status check_edges(const Edges& edges, const Word& what) {
  for (const int edge : {edges.top, edges.bottom, edges.left, edges.right}) {
    if (edge < 0 || edge > kMaxStep) {
      return fail("{} must be from 0 to {} on each side, found {}", what, int{kMaxStep}, edge);
    }
  }
  return {};
}

Result<PartialShape> only_input(std::span<const PartialShape> inputs) {
  if (inputs.size() != 1) return fail("expected 1 input, found {}", inputs.size());
  return inputs[0];
}

bool repeats_to(const Shape& repeated, const PartialShape& input) {
  bool fits = repeated.rank() == input.rank();
  for (int axis = 0; fits && axis < repeated.rank(); ++axis) {
    fits = repeated[axis] == 1 || (axis > 0 && repeated[axis] == input[axis]);
  }
  return fits;
}

Result<PartialShape> only_image(std::span<const PartialShape> inputs, std::int64_t channels) {
  auto input = only_input(inputs);
  if (!input) return input;
  const PartialShape expected{PartialShape::kUnknown, PartialShape::kUnknown,
                              PartialShape::kUnknown, channels};
  if (expected.accepts(*input)) return input;
  const Word last =
      channels == PartialShape::kUnknown ? word("channels") : word(std::to_string(channels));
  return fail("the input must be of shape (batch, height, width, {}), found {}{}", last,
              to_string(*input),
              input->rank() == 3 ? word(", which lacks the axis of the batch") : word(""));
}

Result<int> resolve_axis(int axis, const PartialShape& shape) {
  const int resolved = axis < 0 ? axis + shape.rank() : axis;
  if (resolved >= 0 && resolved < shape.rank()) return resolved;
  return fail("axis {} is not an axis of {}", axis, to_string(shape));
}

Result<std::vector<int>> resolve_axes(std::span<const int> axes, const PartialShape& shape) {
  std::vector<int> resolved;
  for (const int axis : axes) {
    TRY_ASSIGN(const int positive, resolve_axis(axis, shape));
    if (positive == 0) return fail("axis {} of {} is the batch", axis, to_string(shape));
    resolved.push_back(positive);
  }
  std::sort(resolved.begin(), resolved.end());
  const auto twice = std::adjacent_find(resolved.begin(), resolved.end());
  if (twice != resolved.end())
    return fail("axis {} of {} is named twice", *twice, to_string(shape));
  return resolved;
}

Result<conv::Extent> window_extent(std::int64_t input, std::int64_t kernel,
                                   const WindowSteps& steps, PictureAxis axis) {
  if (input == PartialShape::kUnknown) return conv::Extent{input, 0};
  const bool rows = axis == PictureAxis::kRows;
  const int stride = rows ? steps.strides.height : steps.strides.width;
  const int dilation = rows ? steps.dilation.height : steps.dilation.width;
  const std::int64_t window = (kernel - 1) * dilation + 1;
  conv::Extent extent;
  if (const auto& edges = steps.edges) {
    extent.pad_before = rows ? edges->top : edges->left;
    const std::int64_t after = rows ? edges->bottom : edges->right;
    const std::int64_t room = extent.pad_before + input + after - window;
    if (room >= 0) extent.output = room / stride + 1;
    if (steps.round_up && extent.output * stride < input + extent.pad_before &&
        (room < 0 || room % stride != 0)) {
      ++extent.output;
    }
  } else {
    extent = conv::output_extent(input, kernel, stride, dilation, steps.padding);
  }
  if (extent.output > PartialShape::kMaxExtent) return fail("the output is too large");
  if (extent.output > 0) return extent;
  return fail("{} leaves no output: the window is {} pixels {}, the input {}",
              steps.edges ? word("so little padding") : word("VALID padding"), window,
              rows ? word("high") : word("wide"), input);
}

Result<PartialShape> window_shape(const PartialShape& input, HeightWidth kernel,
                                  const WindowSteps& steps, std::int64_t channels) {
  TRY_ASSIGN(const auto height, window_extent(input[1], kernel.height, steps, PictureAxis::kRows));
  TRY_ASSIGN(const auto width, window_extent(input[2], kernel.width, steps, PictureAxis::kColumns));
  return PartialShape{input[0], height.output, width.output, channels};
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
