#include "lab/shown/sweep.h"

#include <gtest/gtest.h>

#include "lab/fixtures.h"
#include "lab/lab.h"

namespace convlens::lab {
namespace {

using testing::small_bench;

TEST(Sweep, GoesByCellsThenByRowsThenRuns) {
  constexpr SweepSpeed kGrowing = SweepSpeed::kGrowing;
  EXPECT_EQ(swept_cells(kGrowing, 0.0, 10, 20), 0);
  EXPECT_EQ(swept_cells(kGrowing, 0.26, 10, 20), 1);
  EXPECT_EQ(swept_cells(kGrowing, 3.99, 10, 20), 15);
  EXPECT_EQ(swept_cells(kGrowing, 4.0, 10, 20), 16);
  EXPECT_EQ(swept_cells(kGrowing, 4.5, 10, 20), 16 + 20);
  EXPECT_EQ(swept_cells(kGrowing, 8.75, 10, 20), 16 + 9 * 20);
  EXPECT_EQ(swept_cells(kGrowing, 9.0, 10, 20), 16 + 10 * 20);
  EXPECT_EQ(swept_cells(kGrowing, 17.0, 10, 20), 16 + 10 * 20 + 200);
  std::int64_t before = 0;
  for (int frame = 0; frame < 2000; ++frame) {
    const std::int64_t now = swept_cells(kGrowing, frame / 60.0, 70, 120);
    EXPECT_GE(now, before);
    before = now;
  }
}

TEST(Sweep, KeepsASpeedThatIsChosen) {
  EXPECT_EQ(swept_cells(SweepSpeed::kCell, 3.5, 10, 20), 3);
  EXPECT_EQ(swept_cells(SweepSpeed::kCells, 30.0, 10, 20), 120);
  EXPECT_EQ(swept_cells(SweepSpeed::kRows, 1.6, 10, 20), 60);
}

class SweepTest : public ::testing::Test {
 protected:
  MapCell pinned() { return lab_.view().pinned.value(); }

  Lab lab_{small_bench()};  // maps of 12x19
};

TEST_F(SweepTest, StepsGoRowByRowAndRound) {
  EXPECT_EQ(pinned(), (MapCell{MapId::mine(0, 0), 6, 9})) << "the middle one, at start";
  lab_.view().pinned.reset();
  step_cell(lab_, 1);
  EXPECT_EQ(pinned(), (MapCell{MapId::mine(0, 0), 6, 9})) << "of nothing: the middle one again";
  lab_.view().pinned.reset();
  lab_.view().rested = MapCell{MapId::mine(0, 0), 2, 3};
  step_cell(lab_, 1);
  EXPECT_EQ(pinned(), (MapCell{MapId::mine(0, 0), 2, 3})) << "the one that is shown";
  lab_.view().pinned = MapCell{MapId::mine(1, 0), 0, 18};
  step_cell(lab_, 1);
  EXPECT_EQ(pinned(), (MapCell{MapId::mine(1, 0), 1, 0}));
  step_cell(lab_, -20);
  EXPECT_EQ(pinned(), (MapCell{MapId::mine(1, 0), 11, 18}));
  step_cell(lab_, 1);
  EXPECT_EQ(pinned(), (MapCell{MapId::mine(1, 0), 0, 0}));
}

TEST_F(SweepTest, RunsFromThePinnedCellAndStopsThere) {
  lab_.view().pinned = MapCell{MapId::mine(0, 1), 11, 17};
  toggle_sweep(lab_);
  advance_sweep(lab_, 0.3);
  EXPECT_EQ(pinned(), (MapCell{MapId::mine(0, 1), 11, 18}));
  advance_sweep(lab_, 0.3);
  EXPECT_EQ(pinned(), (MapCell{MapId::mine(0, 1), 0, 0}));
  toggle_sweep(lab_);
  advance_sweep(lab_, 10.0);
  EXPECT_EQ(pinned(), (MapCell{MapId::mine(0, 1), 0, 0}));
}

TEST_F(SweepTest, BeginsWithTheShownMapWhereNothingIsPinned) {
  lab_.view().source = 1;
  lab_.view().filter = 1;
  lab_.view().pinned.reset();
  toggle_sweep(lab_);
  EXPECT_EQ(pinned(), (MapCell{MapId::mine(1, 1), 0, 0}));
  step_cell(lab_, 1);
  EXPECT_FALSE(lab_.view().sweep);
}

TEST_F(SweepTest, APinnedCellIsOfWhatIsShownAndStaysWithinItsMap) {
  lab_.view().source = 1;
  lab_.view().filter = 1;
  lab_.view().pinned = MapCell{MapId::mine(1, 1), 11, 18};
  lab_.commit(ResizeCrop{0, {9, 10}, {0, 0}});
  EXPECT_EQ(pinned(), (MapCell{MapId::mine(1, 1), 8, 9}));
  lab_.commit(SetFilters{{zero_filter("alone", 3, 3, 3)}});
  EXPECT_EQ(pinned(), (MapCell{MapId::mine(1, 0), 8, 9}));
  lab_.view().source = 0;
  lab_.follow_view();
  EXPECT_EQ(pinned(), (MapCell{MapId::mine(0, 0), 8, 9}));
}

}  // namespace
}  // namespace convlens::lab
