// The bench's arrangement at every size of window that it is made for.
#include "ui/shell/bench_layout.h"

#include <gtest/gtest.h>

#include <cmath>

#include "ui/kit/metrics.h"

namespace convlens::ui {
namespace {

struct Size {
  float width;
  float height;
};

// 1280x720 is 1920x1080 at 150% and 3840x2160 at 300%, too.
constexpr Size kSizes[] = {{1024, 640}, {1280, 720}, {1600, 900}, {1920, 1080}, {2560, 1440}};

TEST(BenchLayout, ShowsPictureStageMapsAndSumInEveryWindow) {
  for (const Size& size : kSizes) {
    const BenchLayout layout = bench_layout({.width = size.width, .height = size.height});
    EXPECT_GE(layout.input, 184) << size.width;
    EXPECT_GE(layout.stage, design::kLeastStage) << size.width;
    EXPECT_GE(layout.map_height, design::kLeastMap) << size.width;
    EXPECT_GE(layout.sum, 132) << size.width;
  }
}

TEST(BenchLayout, LeavesNothingBesideTheColumns) {
  for (const Size& size : kSizes) {
    for (const bool rail : {false, true}) {
      const BenchLayout layout =
          bench_layout({.width = size.width, .height = size.height, .rail = rail});
      EXPECT_NEAR(layout.input + layout.filter + layout.maps + 2 * design::kGap, size.width, 0.01f);
    }
  }
}

TEST(BenchLayout, GrowsStageAndMapsWithTheWindow) {
  // From where panels have code lines.
  BenchLayout before = bench_layout({.width = 1200, .height = 739});
  for (float width = 1232; width <= 3840; width += 32) {
    const BenchLayout layout = bench_layout({.width = width, .height = width * 0.5625f + 64});
    EXPECT_GE(layout.stage, before.stage - 0.01f) << width;
    EXPECT_GE(layout.map_width, before.map_width - 0.01f) << width;
    before = layout;
  }
}

// In a large window the stage takes at least a fifth of its width: it stopped at 308 pixels once.
TEST(BenchLayout, GivesTheStageTheRoomOfALargeWindow) {
  const BenchLayout layout = bench_layout({.width = 2560, .height = 1440});
  EXPECT_GT(layout.stage, 600);
  EXPECT_GT(layout.map_width, 550);
}

TEST(BenchLayout, FitsAnyWindow) {
  for (const Size& size : {Size{1, 1}, Size{320, 3000}, Size{5000, 200}}) {
    const BenchLayout layout = bench_layout({.width = size.width, .height = size.height});
    EXPECT_TRUE(std::isfinite(layout.stage) && std::isfinite(layout.map_width));
    EXPECT_GE(layout.sum, 132);
  }
}

TEST(BenchLayout, GivesTheRoomOfAFoldedColumnToTheOthers) {
  const BenchLayout open = bench_layout({.width = 1600, .height = 900});
  const BenchLayout folded = bench_layout({.width = 1600, .height = 900, .rail = true});
  EXPECT_EQ(folded.input, design::kRail);
  EXPECT_GE(folded.stage, open.stage);
  EXPECT_GE(folded.map_width, open.map_width);
}

}  // namespace
}  // namespace convlens::ui
