#pragma once

#include "core/tensor.h"
#include "nn/graph/shape_rules.h"

// Pictures at other sizes, as tf.image.resize computes them: half-pixel centres, edges clamped, no
// antialiasing. Everything is (N, H, W, C); sizes are at least 1 by 1.
namespace convlens::nn {

enum class Interpolation { kNearest, kBilinear };

// A part of a picture, in its pixels.
struct Part {
  std::int64_t top = 0;
  std::int64_t left = 0;
  std::int64_t height = 0;
  std::int64_t width = 0;
};

// The part of every picture of `input`, resized to fill `output`, which has the same N and C.
void resize_part(const TensorView& input, const Part& part, Interpolation interpolation,
                 Tensor& output);

// The largest centred part with the aspect of `size` (Keras' smart_resize and
// crop_to_aspect_ratio).
Part largest_part(const Shape& input, HeightWidth size);

// Keras' CenterCrop to `output`'s size: rows from (H - h) / 2 and columns from (W - w) / 2, rounded
// down; where the picture is smaller in either, the largest part with that aspect, resized.
void center_crop_to(const TensorView& input, Tensor& output);

}  // namespace convlens::nn
