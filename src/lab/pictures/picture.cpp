#include "lab/pictures/picture.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace convlens::lab {

Image overview_of(const Image& image) {
  const int step = (std::max(image.height, image.width) + kOverviewSide - 1) / kOverviewSide;
  if (step <= 1) return {};
  Image small{(image.height + step - 1) / step, (image.width + step - 1) / step, {}};
  small.rgb.reserve(static_cast<std::size_t>(small.height) * static_cast<std::size_t>(small.width) *
                    3);
  std::vector<std::uint32_t> sums;  // (small.width, 3)
  const std::uint8_t* value = image.rgb.data();
  for (int top = 0; top < image.height; top += step) {
    const int rows = std::min(step, image.height - top);
    sums.assign(static_cast<std::size_t>(small.width) * 3, 0);
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < image.width; ++column) {
        std::uint32_t* sum = sums.data() + static_cast<std::ptrdiff_t>(column / step) * 3;
        for (int c = 0; c < 3; ++c) sum[c] += *value++;
      }
    }
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const int left = static_cast<int>(i / 3) * step;
      const auto count = static_cast<std::uint32_t>(rows * std::min(step, image.width - left));
      small.rgb.push_back(static_cast<std::uint8_t>((sums[i] + count / 2) / count));
    }
  }
  return small;
}

Tensor whole_values(const Picture& picture) {
  if (picture.array) return picture.array->values->clone();
  const Image& image = picture.image;
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
