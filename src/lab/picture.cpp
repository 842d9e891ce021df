#include "lab/picture.h"

#include <algorithm>

namespace convlens::lab {

Tensor scaled_pixels(const Image& image) {
  Tensor pixels({1, image.height, image.width, 3});
  std::transform(image.rgb.begin(), image.rgb.end(), pixels.data(),
                 [](std::uint8_t value) { return static_cast<float>(value) * (1.0f / 255.0f); });
  return pixels;
}

}  // namespace convlens::lab
