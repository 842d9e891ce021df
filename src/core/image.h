#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace convlens {

// An 8-bit RGB picture, rows from the top, three bytes a pixel in the order red, green, blue.
struct Image {
  int height = 0;
  int width = 0;
  std::vector<std::uint8_t> rgb;  // (height, width, 3)

  std::span<const std::uint8_t, 3> pixel(int row, int column) const {
    const auto offset = (static_cast<std::size_t>(row) * static_cast<std::size_t>(width) +
                         static_cast<std::size_t>(column)) *
                        3;
    return std::span<const std::uint8_t, 3>(rgb.data() + offset, 3);
  }
};

}  // namespace convlens
