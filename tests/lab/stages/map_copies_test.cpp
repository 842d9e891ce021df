#include "lab/stages/map_copies.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include "core/statistics.h"

namespace convlens::lab {
namespace {

// Sizes about the parts that threads take.
TEST(MapCopies, AreWholeAndHaveTheRangeOfOnePass) {
  std::mt19937 random(61);
  std::uniform_real_distribution<float> uniform(-3.0f, 5.0f);
  for (const std::size_t size : {1UL, 5UL, 32767UL, 32768UL, 65537UL, 3000001UL}) {
    std::vector<float> map(size);
    for (float& value : map) value = uniform(random);
    map[size / 2] = std::numeric_limits<float>::infinity();
    map[size / 3] = std::numeric_limits<float>::quiet_NaN();
    std::vector<float> copy(size);
    const ValueRange expected = finite_range(map);
    EXPECT_EQ(copied_map(map, copy), expected) << size;
    EXPECT_EQ(range_of_map(map), expected) << size;
    EXPECT_EQ(std::memcmp(map.data(), copy.data(), size * sizeof(float)), 0) << size;
  }
}

// A part in which nothing is finite adds no 0 to the range of the others, and zeros do.
TEST(MapCopies, PartsWithoutAFiniteValueCountForNothing) {
  std::vector<float> map(200000, std::numeric_limits<float>::quiet_NaN());
  EXPECT_EQ(range_of_map(map), ValueRange{});
  map.back() = 7.0f;
  EXPECT_EQ(range_of_map(map), (ValueRange{7.0f, 7.0f}));
  std::fill(map.begin(), map.begin() + 100000, 0.0f);
  EXPECT_EQ(range_of_map(map), (ValueRange{0.0f, 7.0f}));
}

}  // namespace
}  // namespace convlens::lab
