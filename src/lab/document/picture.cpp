#include "lab/document/picture.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace convlens::lab {

Tensor scaled_pixels(const Image& image) {
  Tensor pixels({1, image.height, image.width, 3});
  std::transform(image.rgb.begin(), image.rgb.end(), pixels.data(),
                 [](std::uint8_t value) { return static_cast<float>(value) * (1.0f / 255.0f); });
  return pixels;
}

PixelSummary pixel_summary(const Image& image) {
  const auto [lo, hi] = std::minmax_element(image.rgb.begin(), image.rgb.end());
  const auto sum = std::accumulate(image.rgb.begin(), image.rgb.end(), std::uint64_t{0});
  return {*lo, *hi, static_cast<double>(sum) / static_cast<double>(image.rgb.size())};
}

Tensor luma_of(const TensorView& pixels) {
  const Shape& shape = pixels.shape();  // (n, h, w, 3)
  Tensor grey({shape[0], shape[1], shape[2], 1});
  const float* rgb = pixels.data();
  for (float& value : grey.values()) {
    value = 0.299f * rgb[0] + 0.587f * rgb[1] + 0.114f * rgb[2];
    rgb += 3;
  }
  return grey;
}

}  // namespace convlens::lab
