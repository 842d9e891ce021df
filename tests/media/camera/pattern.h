#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

// What the fake camera sees: squares of one colour each, which move with the frames' count.
namespace convlens::media::testing {

inline constexpr int kSquare = 16;  // pixels: what a JPEG codes together
inline constexpr int kCountBits = 10;

using Colour = std::array<std::uint8_t, 3>;  // red, green, blue

inline constexpr std::array<Colour, 8> kPalette{{{200, 60, 40},
                                                 {40, 180, 70},
                                                 {50, 70, 210},
                                                 {230, 210, 60},
                                                 {128, 128, 128},
                                                 {255, 255, 255},
                                                 {0, 0, 0},
                                                 {180, 60, 190}}};

// Of a pixel's place in kPalette. The squares of the first row are the bits of the count, lowest
// first, in white and black.
inline std::size_t colour_at(int y, int x, std::uint32_t count) {
  const auto row = static_cast<std::uint32_t>(y / kSquare);
  const auto column = static_cast<std::uint32_t>(x / kSquare);
  if (row == 0 && column < kCountBits) return (count >> column & 1U) != 0 ? 5 : 6;
  return (row + column + count) % kPalette.size();
}

}  // namespace convlens::media::testing
