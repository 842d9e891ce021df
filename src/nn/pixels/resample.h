#pragma once

#include <array>

#include "core/tensor.h"
#include "nn/graph/shape_rules.h"

// Pictures at other sizes, edges clamped, without antialiasing: as tf.image.resize computes them,
// with half-pixel centres, and as ONNX's Resize does. Everything is (N, H, W, C); sizes are at
// least 1 by 1.
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

// Where pixel i of the result falls on the original: ONNX's coordinate_transformation_mode.
enum class Coordinates {
  kHalfPixel,           // (i + 0.5) / scale - 0.5
  kPytorchHalfPixel,    // the same, but 0 where the result is one pixel
  kTfHalfPixelForNn,    // (i + 0.5) / scale
  kHalfPixelSymmetric,  // kHalfPixel about the centre of the part that is resized
  kAlignCorners,        // the first and the last pixel on each other
  kAsymmetric,          // i / scale
};
// Which pixel is nearest; kDirection rounds down where the result is larger, else up.
enum class NearestPixel { kRoundPreferFloor, kRoundPreferCeil, kFloor, kCeil, kDirection };
struct Sampling {
  Interpolation interpolation = Interpolation::kNearest;
  Coordinates coordinates = Coordinates::kHalfPixel;
  NearestPixel nearest = NearestPixel::kRoundPreferFloor;  // of Interpolation::kNearest
};
// `scales`: of rows and columns, result over original, not rounded to the result's whole pixels.
void resample(const TensorView& input, const Sampling& sampling, std::array<float, 2> scales,
              Tensor& output);

// The largest centred part with the aspect of `size` (Keras' smart_resize and
// crop_to_aspect_ratio).
Part largest_part(const Shape& input, HeightWidth size);

// Keras' CenterCrop to `output`'s size: rows from (H - h) / 2 and columns from (W - w) / 2, rounded
// down; where the picture is smaller in either, the largest part with that aspect, resized.
void center_crop_to(const TensorView& input, Tensor& output);

}  // namespace convlens::nn
