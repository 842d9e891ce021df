#include "nn/pixels/resample.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <vector>

namespace convlens::nn {
namespace {

// Where an output pixel's centre falls on one axis of the input: a, and `weight` of the way to b.
struct Tap {
  std::int64_t a = 0;
  std::int64_t b = 0;
  float weight = 0.0f;
};

// In single precision throughout, as TensorFlow's kernels are.
std::vector<Tap> make_taps(std::int64_t start, std::int64_t input, std::int64_t output,
                           Interpolation interpolation) {
  const float scale = static_cast<float>(input) / static_cast<float>(output);
  std::vector<Tap> taps;
  taps.reserve(static_cast<std::size_t>(output));
  for (std::int64_t i = 0; i < output; ++i) {
    const float center = (static_cast<float>(i) + 0.5f) * scale;
    if (interpolation == Interpolation::kNearest) {
      const std::int64_t nearest =
          std::min(static_cast<std::int64_t>(std::floor(center)), input - 1);
      taps.push_back({start + nearest, start + nearest, 0.0f});
      continue;
    }
    const float floor = std::floor(center - 0.5f);
    const auto low = static_cast<std::int64_t>(floor);
    taps.push_back({start + std::clamp<std::int64_t>(low, 0, input - 1),
                    start + std::clamp<std::int64_t>(low + 1, 0, input - 1),
                    center - 0.5f - floor});
  }
  return taps;
}

// One row of outputs from the two rows of the input around it.
void resize_row(const float* upper, const float* lower, float weight,
                const std::vector<Tap>& columns, std::int64_t channels, float* out) {
  for (const Tap& column : columns) {
    const std::int64_t a = column.a * channels;
    const std::int64_t b = column.b * channels;
    for (std::int64_t c = 0; c < channels; ++c) {
      const float top = upper[a + c] + (upper[b + c] - upper[a + c]) * column.weight;
      const float bottom = lower[a + c] + (lower[b + c] - lower[a + c]) * column.weight;
      *out++ = top + (bottom - top) * weight;
    }
  }
}

void copy_row(const float* row, const std::vector<Tap>& columns, std::int64_t channels,
              float* out) {
  for (const Tap& column : columns) out = std::copy_n(row + column.a * channels, channels, out);
}

// Where pixel i of `output` falls among the `input` pixels, in single precision as onnxruntime has
// it.
float original_place(std::int64_t i, std::int64_t input, std::int64_t output, float scale,
                     Coordinates coordinates) {
  const auto place = static_cast<float>(i);
  const float half_pixel = (place + 0.5f) / scale - 0.5f;
  switch (coordinates) {
    case Coordinates::kHalfPixel:
      break;
    case Coordinates::kPytorchHalfPixel:
      return output > 1 ? half_pixel : 0.0f;
    case Coordinates::kTfHalfPixelForNn:
      return (place + 0.5f) / scale;
    case Coordinates::kHalfPixelSymmetric: {
      const float whole = static_cast<float>(output) / (scale * static_cast<float>(input));
      return static_cast<float>(input) / 2.0f * (1.0f - whole) + half_pixel;
    }
    case Coordinates::kAlignCorners:
      if (output == 1) return 0.0f;
      return place * static_cast<float>(input - 1) / static_cast<float>(output - 1);
    case Coordinates::kAsymmetric:
      return place / scale;
  }
  return half_pixel;
}

float nearest_pixel(float place, float scale, NearestPixel nearest) {
  switch (nearest) {
    case NearestPixel::kRoundPreferFloor:
      return std::ceil(place - 0.5f);
    case NearestPixel::kRoundPreferCeil:
      return std::floor(place + 0.5f);
    case NearestPixel::kFloor:
      break;
    case NearestPixel::kCeil:
      return std::ceil(place);
    case NearestPixel::kDirection:
      return scale < 1.0f ? std::ceil(place) : std::floor(place);
  }
  return std::floor(place);
}

std::vector<Tap> sample_taps(std::int64_t input, std::int64_t output, float scale,
                             const Sampling& sampling) {
  std::vector<Tap> taps;
  taps.reserve(static_cast<std::size_t>(output));
  const auto last = static_cast<float>(input - 1);
  for (std::int64_t i = 0; i < output; ++i) {
    auto place = static_cast<float>(i);
    if (scale != 1.0f) place = original_place(i, input, output, scale, sampling.coordinates);
    if (sampling.interpolation == Interpolation::kNearest) {
      place = nearest_pixel(place, scale, sampling.nearest);
    }
    place = std::clamp(place, 0.0f, last);
    const auto low = static_cast<std::int64_t>(place);
    taps.push_back({low, std::min(low + 1, input - 1), place - static_cast<float>(low)});
  }
  return taps;
}

void resize_by(const TensorView& input, const std::vector<Tap>& rows,
               const std::vector<Tap>& columns, Interpolation interpolation, Tensor& output) {
  const Shape& in = input.shape();
  const Shape& out = output.shape();
  assert(in[0] == out[0] && in[3] == out[3]);
  const std::int64_t in_row = in[2] * in[3];
  const std::int64_t out_row = out[2] * out[3];
  float* to = output.data();
  for (std::int64_t n = 0; n < in[0]; ++n) {
    const float* image = input.data() + n * in[1] * in_row;
    for (const Tap& row : rows) {
      if (interpolation == Interpolation::kNearest) {
        copy_row(image + row.a * in_row, columns, in[3], to);
      } else {
        resize_row(image + row.a * in_row, image + row.b * in_row, row.weight, columns, in[3], to);
      }
      to += out_row;
    }
  }
}

}  // namespace

void resize_part(const TensorView& input, const Part& part, Interpolation interpolation,
                 Tensor& output) {
  const Shape& out = output.shape();
  resize_by(input, make_taps(part.top, part.height, out[1], interpolation),
            make_taps(part.left, part.width, out[2], interpolation), interpolation, output);
}

void resample(const TensorView& input, const Sampling& sampling, std::array<float, 2> scales,
              Tensor& output) {
  const Shape& in = input.shape();
  const Shape& out = output.shape();
  resize_by(input, sample_taps(in[1], out[1], scales[0], sampling),
            sample_taps(in[2], out[2], scales[1], sampling), sampling.interpolation, output);
}

Part largest_part(const Shape& input, HeightWidth size) {
  const std::int64_t height =
      std::clamp<std::int64_t>(input[2] * size.height / size.width, 1, input[1]);
  const std::int64_t width =
      std::clamp<std::int64_t>(input[1] * size.width / size.height, 1, input[2]);
  return {(input[1] - height) / 2, (input[2] - width) / 2, height, width};
}

void center_crop_to(const TensorView& input, Tensor& output) {
  const Shape& in = input.shape();
  const Shape& out = output.shape();
  if (in[1] < out[1] || in[2] < out[2]) {
    const HeightWidth size{static_cast<int>(out[1]), static_cast<int>(out[2])};
    resize_part(input, largest_part(in, size), Interpolation::kBilinear, output);
    return;
  }
  const std::int64_t top = (in[1] - out[1]) / 2;
  const std::int64_t left = (in[2] - out[2]) / 2;
  for (std::int64_t n = 0; n < in[0]; ++n) {
    for (std::int64_t y = 0; y < out[1]; ++y) {
      std::copy_n(input.data() + ((n * in[1] + top + y) * in[2] + left) * in[3], out[2] * out[3],
                  output.data() + (n * out[1] + y) * out[2] * out[3]);
    }
  }
}

}  // namespace convlens::nn
