// Own, shared and pinned ranges, and what a range leaves out.
#include "lab/shown/map_ranges.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/statistics.h"
#include "lab/fixtures.h"
#include "lab/lab.h"
#include "lab/range_of_all.h"
#include "lab/shown/map_notes.h"
#include "lab/shown/shown_maps.h"

namespace convlens::lab {
namespace {

using testing::small_bench;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

void paint(Lab& lab) { lab.commit(SetWeights{0, {{3, 3, 0, -9.0f}, {2, 3, 1, 5.0f}}}); }

TEST(MapRanges, PinnedOnesStayWhenTheValuesChange) {
  Lab lab(small_bench());
  const ValueRange own = shown_range(lab, MapId::mine(0, 0));
  lab.view().ranges.pinned = ranges_to_pin(lab);
  paint(lab);
  EXPECT_EQ(shown_range(lab, MapId::mine(0, 0)), own);
  EXPECT_NE(lab.pipeline().map(0, 0).range, own);
  lab.view().ranges.shared = true;  // pinned comes first
  EXPECT_EQ(shown_range(lab, MapId::mine(0, 0)), own);
  lab.view().ranges.pinned.reset();
  EXPECT_EQ(shown_range(lab, MapId::mine(0, 0)), range_of_all(lab.pipeline()));
}

TEST(MapRanges, WhatIsPinnedIsWhatIsShown) {
  Lab lab(small_bench());
  lab.view().ranges.shared = true;
  const ValueRange shared = shown_range(lab, MapId::mine(1, 1));
  lab.view().ranges.pinned = ranges_to_pin(lab);
  paint(lab);
  EXPECT_EQ(shown_range(lab, MapId::mine(1, 1)), shared);
  EXPECT_EQ(shown_range(lab, MapId::mine(0, 0)), shared);
}

TEST(MapRanges, AMapThatWasNotPinnedHasItsOwnRange) {
  Lab lab(small_bench());
  lab.view().ranges.pinned = ranges_to_pin(lab);
  auto filters = lab.document().filters;
  filters.push_back(filters.front());
  filters.back().weights.front() = 40.0f;
  lab.commit(SetFilters{filters});
  EXPECT_EQ(shown_range(lab, MapId::mine(0, 2)), lab.pipeline().map(0, 2).range);
}

TEST(MapRanges, WithoutTheBorderSpanTheCellsThatNoPaddingHasReached) {
  Lab lab(small_bench());
  paint(lab);
  const MapId map = MapId::mine(0, 0);
  lab.view().ranges.border = Border::kHatched;
  EXPECT_EQ(shown_range(lab, map), lab.map(map)->range) << "marked only";
  lab.view().ranges.border = Border::kLeftOut;
  const auto part = unpadded_part(lab, map);
  ASSERT_TRUE(part);
  ASSERT_GT(part->height, 0);
  ValueRange inner{kInfinity, -kInfinity};
  const TensorView values = lab.map(map)->values;
  for (int row = part->top; row < part->top + part->height; ++row) {
    for (int column = part->left; column < part->left + part->width; ++column) {
      const float value =
          values.values()[static_cast<std::size_t>(row * values.shape()[1] + column)];
      inner = {std::min(inner.lo, value), std::max(inner.hi, value)};
    }
  }
  EXPECT_EQ(shown_range(lab, map), inner);
  EXPECT_NE(inner, lab.map(map)->range);
}

TEST(MapRanges, OfTheMiddleValuesFollowTheValues) {
  Lab lab(small_bench());
  lab.view().ranges.percentiles = true;
  const MapId map = MapId::mine(1, 0);
  // Those that no padding has reached: with 7x7 weights, three cells less on each side of 12x19.
  const auto inner = [&] {
    std::vector<float> values;
    for (std::size_t row = 3; row < 9; ++row) {
      for (std::size_t column = 3; column < 16; ++column) {
        values.push_back(lab.map(map)->values.values()[row * 19 + column]);
      }
    }
    return values;
  };
  EXPECT_EQ(shown_range(lab, map), percentiles(inner(), 1, 99));
  paint(lab);
  EXPECT_EQ(shown_range(lab, map), percentiles(inner(), 1, 99));
  lab.view().colormap = Colormap::kSignedLight;
  std::vector<float> sizes;
  for (const float value : inner()) sizes.push_back(std::abs(value));
  const float most = percentiles(sizes, 0, 98).hi;
  EXPECT_EQ(shown_range(lab, map), (ValueRange{-most, most}));
}

TEST(MapRanges, SignedColoursKeepZeroInTheMiddleOfAPinnedRange) {
  Lab lab(small_bench());
  lab.view().ranges.pinned = ranges_to_pin(lab);
  lab.view().colormap = Colormap::kSignedLight;
  EXPECT_EQ(shown_range(lab, MapId::mine(0, 0)).lo, -shown_range(lab, MapId::mine(0, 0)).hi);
}

TEST(MapRanges, AnotherChoiceGlidesThere) {
  Lab lab(small_bench());
  View& view = lab.view();
  glide_ranges(view, 1.0f / 60);
  const ValueRange own = shown_range(lab, MapId::mine(0, 0));
  EXPECT_FALSE(range_before(lab, MapId::mine(0, 0)).has_value());
  view.ranges.shared = true;
  glide_ranges(view, RangeGlide::kSeconds / 3);
  const ValueRange shared = range_of_all(lab.pipeline());
  ASSERT_NE(own, shared);
  EXPECT_EQ(range_before(lab, MapId::mine(0, 0)), own);
  EXPECT_NEAR(shown_range(lab, MapId::mine(0, 0)).hi, own.hi + (shared.hi - own.hi) / 3, 1e-4);
  EXPECT_NEAR(shown_range(lab, MapId::mine(0, 0)).lo, own.lo + (shared.lo - own.lo) / 3, 1e-4);
  glide_ranges(view, RangeGlide::kSeconds);
  EXPECT_EQ(shown_range(lab, MapId::mine(0, 0)), shared);
  EXPECT_FALSE(range_before(lab, MapId::mine(0, 0)).has_value());
}

TEST(MapRanges, NothingGlidesInTheFirstFrameOrWithoutAClock) {
  Lab lab(small_bench());
  lab.view().ranges.shared = true;
  glide_ranges(lab.view(), 1.0f / 60);
  EXPECT_EQ(shown_range(lab, MapId::mine(0, 0)), range_of_all(lab.pipeline()));
  lab.view().ranges.shared = false;
  glide_ranges(lab.view(), 0.0f);
  EXPECT_EQ(shown_range(lab, MapId::mine(0, 0)), lab.pipeline().map(0, 0).range);
}

TEST(MapRanges, NewValuesHaveTheirOwnRangeAtOnce) {
  Lab lab(small_bench());
  glide_ranges(lab.view(), 1.0f / 60);
  paint(lab);
  glide_ranges(lab.view(), 1.0f / 60);
  EXPECT_EQ(shown_range(lab, MapId::mine(0, 0)), lab.pipeline().map(0, 0).range);
}

TEST(MapNotes, CountsWhatTheRangeLeavesOutOnEitherSide) {
  const std::array values{-2.0f, -1.0f, 0.0f, 1.0f, 1.5f, 2.0f, kNaN, kInfinity, -kInfinity};
  const MapNotes notes = map_notes(values, {-1.0f, 1.0f});
  EXPECT_EQ(notes.below, 1u);
  EXPECT_EQ(notes.above, 2u);
  EXPECT_EQ(notes.clipped(), 3u);
  EXPECT_EQ(notes.not_finite, 3u);
  EXPECT_FALSE(notes.flat);
}

TEST(MapNotes, AConstantMapIsFlatAndOneOfZerosIsZero) {
  const std::array ones{1.0f, 1.0f, kNaN};
  EXPECT_TRUE(map_notes(ones, {1.0f, 1.0f}).flat);
  EXPECT_FALSE(map_notes(ones, {1.0f, 1.0f}).zero);
  const std::array zeros{0.0f, -0.0f};
  EXPECT_TRUE(map_notes(zeros, {0.0f, 0.0f}).zero);
  const std::array none{kNaN, kInfinity};
  EXPECT_FALSE(map_notes(none, {0.0f, 0.0f}).flat);
  EXPECT_EQ(map_notes(none, {0.0f, 0.0f}).clipped(), 0u);
}

}  // namespace
}  // namespace convlens::lab
