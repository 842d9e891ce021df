// What the last step did to my maps.
#include "lab/stages/change_maps.h"

#include <gtest/gtest.h>

#include <cmath>

#include "lab/fixtures.h"
#include "lab/lab.h"
#include "lab/shown/shown_maps.h"

namespace convlens::lab {
namespace {

using testing::small_bench;

const SetWeights kStroke{0, {{3, 4, 0, -1.0f}, {2, 4, 1, 0.5f}}};
const SetWeights kOtherStroke{1, {{0, 0, 2, 3.0f}}};

class LookedAt : public Lab {
 public:
  LookedAt() : Lab(small_bench()) {
    view().show_change = true;
    follow_view();
  }
};

// The change of every map is that between the two documents' maps.
void expect_change(const Lab& lab, const Document& before) {
  Pipeline earlier;
  ASSERT_TRUE(earlier.update(before).has_value());
  for (std::size_t s = 0; s < lab.document().sources.size(); ++s) {
    for (std::size_t f = 0; f < lab.document().filters.size(); ++f) {
      const FeatureMap* change = lab.map(MapId::change(s, f));
      ASSERT_NE(change, nullptr);
      const auto now = lab.pipeline().map(s, f).values.values();
      const auto then = earlier.map(s, f).values.values();
      for (std::size_t i = 0; i < now.size(); ++i) {
        ASSERT_EQ(change->values.values()[i], now[i] - then[i]);
      }
    }
  }
}

TEST(ChangeMaps, ThereIsNoneBeforeTheFirstStep) {
  const LookedAt lab;
  EXPECT_EQ(lab.map(MapId::change(0, 0)), nullptr);
  EXPECT_TRUE(shown_maps(lab, MapId::change(0, 0)).ranges.empty());
}

TEST(ChangeMaps, FollowsStepsUndoAndRedo) {
  LookedAt lab;
  const Document first = lab.document();
  lab.commit(kStroke);
  const Document second = lab.document();
  expect_change(lab, first);
  EXPECT_NE(lab.map(MapId::change(0, 0))->range, (ValueRange{0.0f, 0.0f}));
  EXPECT_EQ(lab.map(MapId::change(0, 1))->range, (ValueRange{0.0f, 0.0f}));
  lab.commit(kOtherStroke);
  expect_change(lab, second);
  lab.undo();
  expect_change(lab, first);
  lab.undo();
  EXPECT_EQ(lab.map(MapId::change(0, 0)), nullptr);
  lab.redo();
  lab.redo();
  expect_change(lab, second);
}

TEST(ChangeMaps, AGestureIsComparedWithWhatItBeganFrom) {
  LookedAt lab;
  lab.commit(kStroke);
  const Document committed = lab.document();
  lab.preview(kOtherStroke);
  expect_change(lab, committed);
  const std::uint64_t shown = lab.map(MapId::change(0, 1))->revision;
  lab.preview(kOtherStroke);
  EXPECT_EQ(lab.map(MapId::change(0, 1))->revision, shown) << "computed twice";
  lab.commit(kOtherStroke);  // by which its map becomes exact
  expect_change(lab, committed);
  const std::uint64_t done = lab.map(MapId::change(0, 1))->revision;
  lab.cancel_preview();
  EXPECT_EQ(lab.map(MapId::change(0, 1))->revision, done) << "computed twice";
}

TEST(ChangeMaps, MapsOfOtherSizesAreNotCompared) {
  LookedAt lab;
  lab.commit(ResizeCrop{0, {9, 11}, {0, 0}});
  EXPECT_EQ(lab.map(MapId::change(0, 0)), nullptr);
  auto filters = lab.document().filters;
  filters.push_back(filters.front());
  lab.commit(SetFilters{filters});
  EXPECT_EQ(lab.map(MapId::change(0, 2)), nullptr);
  EXPECT_EQ(lab.map(MapId::change(0, 0)), nullptr);
}

TEST(ChangeMaps, ColoursAreSignedRoundZero) {
  LookedAt lab;
  lab.commit(kStroke);
  const ShownMaps shown = shown_maps(lab, MapId::change(1, 0));
  EXPECT_TRUE(is_signed(shown.colormap));
  EXPECT_EQ(shown.ranges.front().lo, -shown.ranges.front().hi);
}

// Two ways to one filter differ in the last bits: that is no change, and no picture of noise.
TEST(ChangeMaps, RoundingAloneIsNoChange) {
  LookedAt lab;
  const float weight = lab.document().filters[0].at(3, 4, 0) + 0.5f;
  lab.commit(SetWeights{0, {{3, 4, 0, weight}}});
  EXPECT_FALSE(shown_maps(lab, MapId::change(0, 0)).unchanged);
  EXPECT_TRUE(shown_maps(lab, MapId::change(0, 1)).unchanged) << "of the other filter";
  lab.commit(SetWeights{0, {{3, 4, 0, std::nextafter(weight, 10.0f)}}});
  const ValueRange rounding = lab.map(MapId::change(0, 0))->range;
  ASSERT_NE(rounding, (ValueRange{0.0f, 0.0f}));
  const ShownMaps shown = shown_maps(lab, MapId::change(0, 0));
  EXPECT_TRUE(shown.unchanged);
  EXPECT_GT(shown.ranges.front().hi, 4 * rounding.hi) << "painted at full strength";
}

// A texture that remembers a revision must never take later values for those it has.
TEST(ChangeMaps, RevisionsCountOnAfterNobodyLooked) {
  LookedAt lab;
  lab.commit(kStroke);
  const std::uint64_t seen = lab.map(MapId::change(0, 0))->revision;
  lab.view().show_change = false;
  lab.follow_view();
  EXPECT_EQ(lab.map(MapId::change(0, 0)), nullptr);
  lab.commit(kOtherStroke);
  lab.view().show_change = true;
  lab.follow_view();
  EXPECT_GT(lab.map(MapId::change(0, 0))->revision, seen);
}

}  // namespace
}  // namespace convlens::lab
