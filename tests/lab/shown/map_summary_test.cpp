#include "lab/shown/map_summary.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace convlens::lab {
namespace {

TEST(MapSummary, SaysRangeMomentsAndWhatAReluTakes) {
  const std::vector<float> values{-3.0f, -1.0f, 0.0f, 1.0f, 2.0f, 2.0f, 3.0f, 4.0f};
  const MapSummary summary = summarize_map(values);
  EXPECT_EQ(summary.range.lo, -3.0f);
  EXPECT_EQ(summary.range.hi, 4.0f);
  EXPECT_DOUBLE_EQ(summary.moments.mean, 1.0);
  EXPECT_DOUBLE_EQ(summary.moments.deviation, std::sqrt(36.0 / 8.0));
  EXPECT_DOUBLE_EQ(summary.negative, 2.0 / 8.0);
  EXPECT_DOUBLE_EQ(summary.zero_after_relu, 3.0 / 8.0);
}

TEST(MapSummary, OfNothingFiniteHasNoRange) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  const MapSummary none = summarize_map(std::vector<float>{kNan, kNan});
  EXPECT_TRUE(std::isnan(none.range.lo));
  EXPECT_TRUE(std::isnan(none.range.hi));
  const MapSummary some = summarize_map(std::vector<float>{kNan, 2.0f});
  EXPECT_EQ(some.range, (ValueRange{2.0f, 2.0f}));
  EXPECT_TRUE(std::isnan(some.moments.mean));
}

}  // namespace
}  // namespace convlens::lab
