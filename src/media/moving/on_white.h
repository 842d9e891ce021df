#pragma once

#include <cstdint>
#include <span>

namespace convlens::media {

// Pixels of red, green, blue and alpha, as many as `rgb` has room for, composed on white:
// c * a + 255 * (1 - a), rounded.
inline void lay_on_white(const std::uint8_t* rgba, std::span<std::uint8_t> rgb) {
  for (std::size_t i = 0; i + 2 < rgb.size(); i += 3, rgba += 4) {
    const int alpha = rgba[3];
    for (std::size_t c = 0; c < 3; ++c) {
      rgb[i + c] = static_cast<std::uint8_t>((rgba[c] * alpha + 127) / 255 + 255 - alpha);
    }
  }
}

}  // namespace convlens::media
