#include "lab/document/crop.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace convlens::lab {
namespace {

constexpr int kChannels = 3;

// Where an output pixel's centre falls on an input axis: out = (a, b) mixed by `weight` of b.
struct Tap {
  int a = 0;
  int b = 0;
  float weight = 0.0f;
};

// Half-pixel centres as tf.image.resize: source = (i + 0.5) * scale - 0.5, clamped at both ends.
Tap bilinear_tap(int i, float scale, int start, int extent) {
  const float source = (static_cast<float>(i) + 0.5f) * scale - 0.5f;
  const float floor = std::floor(source);
  const int low = static_cast<int>(floor);
  return {start + std::clamp(low, 0, extent - 1), start + std::clamp(low + 1, 0, extent - 1),
          source - floor};
}

// The largest centred part of the picture with the crop's aspect, as keras.utils' smart_resize
// computes it (products in floating point, truncated).
CropPart largest_part(const Image& image, CropSize size) {
  const auto product = [](int a, int b, int c) {
    return static_cast<int>(static_cast<float>(a) * static_cast<float>(b) / static_cast<float>(c));
  };
  const int height = std::clamp(product(image.width, size.height, size.width), 1, image.height);
  const int width = std::clamp(product(image.height, size.width, size.height), 1, image.width);
  return {(image.height - height) / 2, (image.width - width) / 2, height, width, true};
}

Tensor smart_resized(const Image& image, CropSize size) {
  const CropPart part = largest_part(image, size);
  const float scale_y = static_cast<float>(part.height) / static_cast<float>(size.height);
  const float scale_x = static_cast<float>(part.width) / static_cast<float>(size.width);
  Tensor result({1, size.height, size.width, kChannels});
  float* out = result.data();
  for (int y = 0; y < size.height; ++y) {
    const Tap row = bilinear_tap(y, scale_y, part.top, part.height);
    for (int x = 0; x < size.width; ++x) {
      const Tap column = bilinear_tap(x, scale_x, part.left, part.width);
      for (std::size_t c = 0; c < kChannels; ++c) {
        const auto sample = [&](int r, int k) { return static_cast<float>(image.pixel(r, k)[c]); };
        const float top = sample(row.a, column.a) +
                          (sample(row.a, column.b) - sample(row.a, column.a)) * column.weight;
        const float bottom = sample(row.b, column.a) +
                             (sample(row.b, column.b) - sample(row.b, column.a)) * column.weight;
        *out++ = top + (bottom - top) * row.weight;
      }
    }
  }
  return result;
}

}  // namespace

CropOrigin centered_crop(const Image& image, CropSize size) {
  return {std::max(0, image.height - size.height) / 2, std::max(0, image.width - size.width) / 2};
}

CropOrigin clamped_crop(const Image& image, CropSize size, CropOrigin origin) {
  return {std::clamp(origin.top, 0, std::max(0, image.height - size.height)),
          std::clamp(origin.left, 0, std::max(0, image.width - size.width))};
}

CropPart crop_part(const Image& image, CropSize size, CropOrigin origin) {
  if (image.height < size.height || image.width < size.width) return largest_part(image, size);
  return {origin.top, origin.left, size.height, size.width, false};
}

Tensor crop_pixels(const Image& image, CropSize size, CropOrigin origin) {
  if (image.height < size.height || image.width < size.width) return smart_resized(image, size);
  assert(clamped_crop(image, size, origin) == origin);
  Tensor result({1, size.height, size.width, kChannels});
  float* out = result.data();
  const auto row_length = static_cast<std::size_t>(size.width) * kChannels;
  for (int y = 0; y < size.height; ++y) {
    const std::uint8_t* row = image.pixel(origin.top + y, origin.left).data();
    out = std::transform(row, row + row_length, out,
                         [](std::uint8_t value) { return static_cast<float>(value); });
  }
  return result;
}

}  // namespace convlens::lab
