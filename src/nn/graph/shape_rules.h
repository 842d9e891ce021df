#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "conv/conv2d.h"
#include "core/result.h"
#include "nn/graph/partial_shape.h"

// What the layers' shape rules have in common. Unknown extents stay unknown through all of them.
namespace convlens::nn {

// SAME or VALID, as the convolution engine has them.
using conv::Padding;

// Height and width of a window, a stride, a size: in pixels.
struct HeightWidth {
  int height = 1;
  int width = 1;

  friend bool operator==(const HeightWidth&, const HeightWidth&) = default;
};

// Pixels at the four edges of a picture.
struct Edges {
  int top = 0;
  int bottom = 0;
  int left = 0;
  int right = 0;

  friend bool operator==(const Edges&, const Edges&) = default;
};

// How a window steps over a picture.
struct WindowSteps {
  HeightWidth strides = {};
  HeightWidth dilation = {};
  Padding padding = Padding::kValid;
  // What is put around the picture, instead of what `padding` would put there.
  std::optional<Edges> edges = {};
  // With edges: a last window that begins in the picture or before it counts even where it hangs
  // over the end.
  bool round_up = false;
};

// Windows, strides, sizes and paddings above this are refused: with PartialShape::kMaxExtent no
// product of the two overflows.
inline constexpr int kMaxStep = 1 << 20;

// Both from 1 to kMaxStep; `what` names them in the error: "the stride".
Status check_steps(HeightWidth steps, const Word& what);
// All from 0 to kMaxStep.
Status check_edges(const Edges& edges, const Word& what);

// The only input, whatever its shape.
Result<PartialShape> only_input(std::span<const PartialShape> inputs);
// Whether an array of this shape can be repeated to fit an input: of the input's rank, with 1 or
// the input's own extent along each axis, always 1 along that of the batch.
bool repeats_to(const Shape& repeated, const PartialShape& input);
// The only input, of shape (batch, height, width, channels); any number of channels fits kUnknown.
Result<PartialShape> only_image(std::span<const PartialShape> inputs, std::int64_t channels);

// -1 is the last axis. The error names axis and shape. Axis 0 is the batch.
Result<int> resolve_axis(int axis, const PartialShape& shape);
// Several of them, in order; none may be that of the batch, or stand twice.
Result<std::vector<int>> resolve_axes(std::span<const int> axes, const PartialShape& shape);

enum class PictureAxis { kRows, kColumns };

// The outputs of a window of `kernel` pixels that steps over `input` pixels along one axis, and the
// padding before the first, as conv::output_extent has them. An error where nothing is left.
Result<conv::Extent> window_extent(std::int64_t input, std::int64_t kernel,
                                   const WindowSteps& steps, PictureAxis axis);
// The two axes of a picture at once: (batch, height', width', channels).
Result<PartialShape> window_shape(const PartialShape& input, HeightWidth kernel,
                                  const WindowSteps& steps, std::int64_t channels);

// kUnknown where any of them is; an error where the product exceeds PartialShape::kMaxExtent.
Result<std::int64_t> product(std::span<const std::int64_t> extents);

}  // namespace convlens::nn
