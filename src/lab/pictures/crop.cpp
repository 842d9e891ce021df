#include "lab/pictures/crop.h"

#include <algorithm>
#include <cassert>

#include "nn/pixels/resample.h"

namespace convlens::lab {
namespace {

constexpr int kChannels = 3;

// The largest centred part of the picture with the crop's aspect, as keras.utils' smart_resize
// computes it (products in floating point, truncated).
CropPart largest_part(const Image& image, CropSize size) {
  const auto product = [](int a, int b, int c) {
    return static_cast<int>(static_cast<float>(a) * static_cast<float>(b) / static_cast<float>(c));
  };
  const int height = std::clamp(product(image.width, size.height, size.width), 1, image.height);
  const int width = std::clamp(product(image.height, size.width, size.height), 1, image.width);
  const bool resized = height != size.height || width != size.width;
  return {(image.height - height) / 2, (image.width - width) / 2, height, width, resized};
}

// A part of the picture as it is, (1, height, width, 3), 0..255.
Tensor part_pixels(const Image& image, int top, int left, int height, int width) {
  Tensor result({1, height, width, kChannels}, Tensor::Uninitialized{});
  float* out = result.data();
  const auto row_length = static_cast<std::size_t>(width) * kChannels;
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* row = image.pixel(top + y, left).data();
    out = std::transform(row, row + row_length, out,
                         [](std::uint8_t value) { return static_cast<float>(value); });
  }
  return result;
}

Tensor smart_resized(const Image& image, CropSize size) {
  const CropPart part = largest_part(image, size);
  const Tensor pixels = part_pixels(image, part.top, part.left, part.height, part.width);
  Tensor result({1, size.height, size.width, kChannels});
  nn::resize_part(pixels, {0, 0, part.height, part.width}, nn::Interpolation::kBilinear, result);
  return result;
}

bool is_resized(const Image& image, CropSize size, CropOrigin origin) {
  return origin.fitted || image.height < size.height || image.width < size.width;
}

}  // namespace

CropOrigin centered_crop(const Image& image, CropSize size) {
  return {std::max(0, image.height - size.height) / 2, std::max(0, image.width - size.width) / 2};
}

CropOrigin clamped_crop(const Image& image, CropSize size, CropOrigin origin) {
  return {std::clamp(origin.top, 0, std::max(0, image.height - size.height)),
          std::clamp(origin.left, 0, std::max(0, image.width - size.width)), origin.fitted};
}

CropPart crop_part(const Image& image, CropSize size, CropOrigin origin) {
  if (is_resized(image, size, origin)) return largest_part(image, size);
  return {origin.top, origin.left, size.height, size.width, false};
}

Tensor crop_pixels(const Image& image, CropSize size, CropOrigin origin) {
  if (is_resized(image, size, origin)) return smart_resized(image, size);
  assert(clamped_crop(image, size, origin) == origin);
  return part_pixels(image, origin.top, origin.left, size.height, size.width);
}

Tensor crop_values(const TensorView& array, const CropPart& part, CropSize size) {
  const std::int64_t channels = array.shape()[3];
  Tensor result({1, size.height, size.width, channels}, Tensor::Uninitialized{});
  if (part.resized) {
    nn::resize_part(array, {part.top, part.left, part.height, part.width},
                    nn::Interpolation::kBilinear, result);
    return result;
  }
  const std::int64_t length = size.width * channels;
  for (std::int64_t y = 0; y < size.height; ++y) {
    const float* row = array.data() + ((part.top + y) * array.shape()[2] + part.left) * channels;
    std::copy_n(row, length, result.data() + y * length);
  }
  return result;
}

}  // namespace convlens::lab
