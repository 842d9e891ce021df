#pragma once

#include <cstdint>

#include "conv/conv2d.h"

namespace convlens::conv {

// One axis of a convolution, all in pixels of that axis.
struct Axis {
  std::int64_t input = 0;
  std::int64_t kernel = 0;
  std::int64_t output = 0;
  std::int64_t pad_before = 0;
  std::int64_t stride = 1;
  std::int64_t dilation = 1;

  // Pixels that all outputs together look at, counted from the first padding pixel. May exceed
  // input plus padding never, and may fall short of it where the stride skips the last pixels.
  std::int64_t span() const { return (output - 1) * stride + (kernel - 1) * dilation + 1; }
};

// A convolution whose arguments fit each other: every extent is at least 1, every product of them
// that an engine forms fits, and no span() overflows.
struct Geometry {
  std::int64_t batch = 0;
  std::int64_t channels = 0;
  std::int64_t filters = 0;
  Axis rows;
  Axis columns;

  // Products that one output element sums.
  std::int64_t taps() const { return rows.kernel * columns.kernel * channels; }
  std::int64_t output_count() const { return batch * rows.output * columns.output * filters; }
};

// Checks everything that conv2d's contract asks of the shapes.
Result<Geometry> conv2d_geometry(const Shape& input, const Shape& kernel, const Shape& bias,
                                 const Conv2dOptions& options);

// What the engines write, in this layout. An error where it has more elements than can be counted.
Result<Shape> result_shape(const Geometry& geometry, OutputLayout layout);

// Everything an engine needs to know; the pointers belong to the caller.
struct Problem {
  Geometry geometry;
  const float* input = nullptr;   // (N, H, W, C)
  const float* kernel = nullptr;  // (KH, KW, C, F)
  const float* bias = nullptr;    // (F,), or null
  float* output = nullptr;        // (N, OH, OW, F) or (N, F, OH, OW)
  OutputLayout layout = OutputLayout::kNhwc;
  Activation activation = Activation::kNone;
  Finish finish = {};  // of kNhwc alone

  void finish_pixels(float* pixels, std::int64_t count) const {
    if (finish.call != nullptr) finish.call(finish.context, pixels, count);
  }
};

}  // namespace convlens::conv
