#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <vector>

#include "core/image.h"

// Frames to record, and how far what came back is from them.
namespace convlens::media::testing {

template <typename Color>
Image drawn(int height, int width, const Color& color) {
  Image image{height, width, {}};
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) {
      const std::array<int, 3> rgb = color(row, column);
      for (const int value : rgb) image.rgb.push_back(static_cast<std::uint8_t>(value));
    }
  }
  return image;
}

// Some thousand colours, smooth: what a photograph has.
inline Image gradients(int height, int width, double shift = 0) {
  return drawn(height, width, [&](int row, int column) {
    const double x = static_cast<double>(column) / width;
    const double y = static_cast<double>(row) / height;
    const auto wave = [](double value) {
      return static_cast<int>(std::lround(127.5 + 127.5 * std::sin(value)));
    };
    return std::array<int, 3>{wave(5 * x + shift), wave(4 * y + 3 * x), wave(6 * y - shift)};
  });
}

inline Image flat(int height, int width, std::array<int, 3> color) {
  return drawn(height, width, [&](int, int) { return color; });
}

inline int largest_error(const Image& a, const Image& b) {
  int largest = 0;
  for (std::size_t i = 0; i < a.rgb.size(); ++i) {
    largest = std::max(largest, std::abs(a.rgb[i] - b.rgb[i]));
  }
  return largest;
}

inline double mean_square_error(const Image& a, const Image& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.rgb.size(); ++i) {
    const double error = a.rgb[i] - b.rgb[i];
    sum += error * error;
  }
  return sum / static_cast<double>(a.rgb.size());
}

}  // namespace convlens::media::testing
