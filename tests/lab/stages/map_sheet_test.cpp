#include "lab/stages/map_sheet.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "lab/fixtures.h"
#include "nn/values.h"

namespace convlens::lab {
namespace {

using nn::tests::counting;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// One map in a sheet of its own, with values from a function of (row, column).
template <typename Value>
MapSheet sheet_of(int height, int width, const Value& value) {
  Tensor map({1, height, width, 1});
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) {
      map.data()[row * width + column] = value(row, column);
    }
  }
  return map_sheet(map);
}

TEST(MapSheet, EveryChannelStandsInATileOfItsOwn) {
  for (const int channels : {1, 2, 3, 5, 7, 13, 32}) {
    for (const auto& [height, width] : {std::pair{4, 6}, {1, 9}, {9, 1}, {1, 1}}) {
      SCOPED_TRACE(fmt::format("{} maps of {}x{}", channels, height, width));
      const Tensor activation = counting({1, height, width, channels}, 1.0f);
      const MapSheet sheet = map_sheet(activation);
      ASSERT_EQ(sheet.count, channels);
      ASSERT_EQ(sheet.tile_height, height);
      ASSERT_EQ(sheet.tile_width, width);
      ASSERT_EQ(sheet.ranges.size(), static_cast<std::size_t>(channels));
      const int rows = (channels + sheet.columns - 1) / sheet.columns;
      ASSERT_EQ(sheet.values.shape(), (Shape{rows * height, sheet.columns * width}));
      double sum = 0.0;
      for (int tile = 0; tile < channels; ++tile) {
        const Tensor map = channel_map(activation, static_cast<std::size_t>(tile));
        ASSERT_EQ(map.shape(), (Shape{height, width}));
        for (int row = 0; row < height; ++row) {
          for (int column = 0; column < width; ++column) {
            const auto expected = static_cast<float>(1 + (row * width + column) * channels + tile);
            ASSERT_EQ(sheet.at(tile, row, column), expected);
            ASSERT_EQ(map.values()[static_cast<std::size_t>(row * width + column)], expected);
            sum += static_cast<double>(expected);
          }
        }
        const auto first = static_cast<float>(1 + tile);
        const auto last = static_cast<float>(1 + (height * width - 1) * channels + tile);
        EXPECT_EQ(sheet.ranges[static_cast<std::size_t>(tile)], (ValueRange{first, last}));
      }
      // What is left over holds 0.
      double all = 0.0;
      for (const float value : sheet.values.values()) all += static_cast<double>(value);
      EXPECT_EQ(all, sum);
    }
  }
}

TEST(MapSheet, IsAboutAsWideAsHigh) {
  const auto columns = [](int count, int height, int width) {
    return map_sheet(Tensor({1, height, width, count})).columns;
  };
  EXPECT_EQ(columns(32, 8, 8), 6);
  EXPECT_EQ(columns(16, 10, 40), 2);
  EXPECT_EQ(columns(16, 40, 10), 8);
  EXPECT_EQ(columns(3, 1, 100), 1);
  EXPECT_EQ(columns(3, 100, 1), 3) << "never more than there are maps";
}

// (1, C): roughly square, row by row; 0 beyond, which a prime length leaves.
TEST(MapSheet, AVectorIsOneTile) {
  for (const auto& [length, height, width] :
       {std::array{1, 1, 1}, {2, 1, 2}, {7, 3, 3}, {10, 3, 4}, {13, 4, 4}, {101, 10, 11}}) {
    SCOPED_TRACE(length);
    const MapSheet sheet = map_sheet(counting({1, length}, 1.0f));
    EXPECT_EQ(sheet.count, 1);
    EXPECT_EQ(sheet.columns, 1);
    ASSERT_EQ(sheet.values.shape(), (Shape{height, width}));
    EXPECT_EQ(sheet.tile_height, height);
    EXPECT_EQ(sheet.tile_width, width);
    for (int i = 0; i < height * width; ++i) {
      EXPECT_EQ(sheet.at(0, i / width, i % width), i < length ? static_cast<float>(i + 1) : 0.0f);
    }
    // Of the values alone, not of the zeros beyond.
    EXPECT_EQ(sheet.ranges, (std::vector{ValueRange{1.0f, static_cast<float>(length)}}));
    EXPECT_EQ(sheet.dead, std::vector{false});
    EXPECT_EQ(sheet.border, std::vector{false});
  }
  EXPECT_EQ(map_sheet(Tensor({1, 5})).dead, std::vector{true});
}

TEST(MapSheet, ADeadMapHoldsNothingButZeros) {
  const auto is_dead = [](float at_one_place) -> bool {
    return sheet_of(6, 5, [=](int y, int x) { return y == 2 && x == 3 ? at_one_place : 0.0f; })
        .dead.front();
  };
  EXPECT_TRUE(is_dead(0.0f));
  EXPECT_TRUE(is_dead(-0.0f));
  for (const float value : {1e-30f, -1.0f, kNan, kInfinity}) {
    EXPECT_FALSE(is_dead(value)) << value;
  }
  EXPECT_FALSE(sheet_of(6, 5, [](int, int) { return kNan; }).dead.front());
  EXPECT_FALSE(map_sheet(nn::tests::tensor({1, 2}, {kNan, 0.0f})).dead.front());
}

TEST(MapSheet, KnowsWhichMapsAreLargestOnTheirBorderAlone) {
  const auto peaks = [](int height, int width, int peak_row, int peak_column) -> bool {
    return sheet_of(height, width,
                    [=](int y, int x) { return y == peak_row && x == peak_column ? 2.0f : 1.0f; })
        .border.front();
  };
  for (const auto& [row, column] : {std::pair{0, 3}, {6, 3}, {3, 0}, {3, 5}, {0, 0}, {6, 5}}) {
    EXPECT_TRUE(peaks(7, 6, row, column)) << row << ' ' << column;
  }
  for (const auto& [row, column] : {std::pair{1, 1}, {5, 4}, {3, 3}}) {
    EXPECT_FALSE(peaks(7, 6, row, column)) << row << ' ' << column;
  }
  EXPECT_FALSE(sheet_of(7, 6, [](int, int) { return 4.0f; }).border.front()) << "as large inside";
  EXPECT_FALSE(peaks(4, 6, 0, 3)) << "too small to have an inside";
  EXPECT_FALSE(peaks(6, 4, 0, 3));
  EXPECT_TRUE(peaks(5, 5, 0, 3));
}

TEST(MapSheet, CountsWhatIsNotFinite) {
  Tensor activation({1, 2, 2, 3});
  for (std::size_t i = 0; i < 4; ++i) activation.data()[i * 3 + 1] = i == 2 ? kInfinity : kNan;
  activation.data()[2] = kNan;
  const MapSheet sheet = map_sheet(activation);
  EXPECT_EQ(sheet.not_finite, (std::vector<std::size_t>{0, 4, 1}));
  EXPECT_EQ(sheet.has_range, (std::vector{true, false, true}));
  // A vector's tile has more cells than it has values.
  const MapSheet vector = map_sheet(nn::tests::tensor({1, 3}, {kNan, kNan, kInfinity}));
  EXPECT_EQ(vector.not_finite, std::vector<std::size_t>{3});
  EXPECT_EQ(vector.has_range, std::vector{false});
}

TEST(MapSheet, FlagsStandForTheirOwnTile) {
  Tensor activation({1, 5, 5, 3});
  activation.data()[(2 * 5 + 2) * 3 + 1] = 1.0f;  // map 1, inside
  activation.data()[(0 * 5 + 2) * 3 + 2] = 1.0f;  // map 2, on the border
  const MapSheet sheet = map_sheet(activation);
  EXPECT_EQ(sheet.dead, (std::vector{true, false, false}));
  EXPECT_EQ(sheet.border, (std::vector{false, false, true}));
}

TEST(ChannelChanges, IsTheLargestDifferenceOfEachChannel) {
  const Tensor a = counting({1, 2, 3, 4});
  Tensor b = a.clone();
  b.data()[4 * 5 + 1] += 0.5f;
  b.data()[4 * 2 + 1] -= 2.0f;
  b.data()[4 * 0 + 3] -= 0.25f;
  EXPECT_EQ(channel_changes(a, b), (std::vector{0.0f, 2.0f, 0.0f, 0.25f}));
  EXPECT_EQ(channel_changes(b, a), channel_changes(a, b));
  EXPECT_EQ(channel_changes(a, a), std::vector<float>(4, 0.0f));
}

TEST(ChannelChanges, OfAVectorIsOneValue) {
  const Tensor a = counting({1, 7});
  Tensor b = a.clone();
  b.data()[6] += 3.0f;
  b.data()[0] -= 1.0f;
  EXPECT_EQ(channel_changes(a, b), std::vector{3.0f});
}

}  // namespace
}  // namespace convlens::lab
