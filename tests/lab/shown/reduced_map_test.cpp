#include "lab/shown/reduced_map.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>

namespace convlens::lab {
namespace {

Tensor noise(int height, int width, unsigned seed) {
  Tensor map({height, width});
  std::mt19937 random(seed);
  for (float& value : map.values()) value = static_cast<float>(random() % 2001) / 1000.0f - 1.0f;
  return map;
}

// Every cell's part of every value, the float64 way.
double mean(const Tensor& map, int height, int width, int row, int column) {
  const auto rows = static_cast<int>(map.shape()[0]);
  const auto columns = static_cast<int>(map.shape()[1]);
  const auto part = [](int cell, double from, double to) {
    return std::max(0.0, std::min(cell + 1.0, to) - std::max(double(cell), from));
  };
  double sum = 0;
  double weight = 0;
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < columns; ++x) {
      const double share =
          part(y, double(row) * rows / height, (row + 1.0) * rows / height) *
          part(x, double(column) * columns / width, (column + 1.0) * columns / width);
      sum += share * double{map.values()[static_cast<std::size_t>(y * columns + x)]};
      weight += share;
    }
  }
  return sum / weight;
}

TEST(ReducedMap, IsTheMeanOfWhatEachValueCovers) {
  const Tensor map = noise(23, 31, 1);
  for (const auto& [height, width] :
       {std::array{23, 31}, {1, 1}, {7, 5}, {11, 15}, {22, 30}, {23, 1}, {2, 31}}) {
    const Tensor reduced = averaged(map, height, width);
    ASSERT_EQ(reduced.shape(), (Shape{height, width}));
    for (int y = 0; y < height; ++y) {
      for (int x = 0; x < width; ++x) {
        EXPECT_NEAR(reduced.values()[static_cast<std::size_t>(y * width + x)],
                    mean(map, height, width, y, x), 2e-6)
            << height << "x" << width << " at " << y << ", " << x;
      }
    }
  }
}

TEST(ReducedMap, OfItsOwnSizeIsItself) {
  const Tensor map = noise(9, 14, 2);
  const Tensor same = averaged(map, 9, 14);
  EXPECT_TRUE(std::equal(map.values().begin(), map.values().end(), same.values().begin()));
}

TEST(ReducedMap, WhatIsNotFiniteStaysWhereItIs) {
  Tensor map = noise(40, 60, 3);
  map.data()[13 * 60 + 29] = std::numeric_limits<float>::quiet_NaN();
  map.data()[0] = std::numeric_limits<float>::infinity();
  const Tensor reduced = averaged(map, 10, 12);  // 4 x 5
  for (int y = 0; y < 10; ++y) {
    for (int x = 0; x < 12; ++x) {
      const bool hit = (y == 3 && x == 5) || (y == 0 && x == 0);
      EXPECT_EQ(std::isfinite(reduced.values()[static_cast<std::size_t>(y * 12 + x)]), !hit);
    }
  }
}

}  // namespace
}  // namespace convlens::lab
