// A map as somebody expects it.
#include "lab/lesson/sketch_pad.h"

#include <gtest/gtest.h>

#include <limits>
#include <utility>

namespace convlens::lab {
namespace {

TEST(SketchPadTest, IsAsWideAsTheMapIsToItsHeight) {
  EXPECT_EQ(SketchPad(70, 120).rows(), 14);
  EXPECT_EQ(SketchPad(70, 120).columns(), 24);
  EXPECT_EQ(SketchPad(28, 28).columns(), 14);
  EXPECT_EQ(SketchPad(1, 5000).columns(), SketchPad::kMostColumns);
  EXPECT_EQ(SketchPad(5000, 1).columns(), 4);
}

TEST(SketchPadTest, ALineLeavesNoGapAndNothingIsDrawnOutside) {
  SketchPad pad(70, 120);
  EXPECT_TRUE(pad.empty());
  pad.draw({2.5, -40.0}, {2.5, 60.0}, 1.0f);
  for (int column = 0; column < 24; ++column) {
    EXPECT_EQ(pad.values().data()[2 * 24 + column], 1.0f) << column;
    EXPECT_EQ(pad.values().data()[6 * 24 + column], 0.0f) << column;
  }
  pad.draw({2.5, 5.5}, {2.5, 5.5}, -1.0f);
  EXPECT_EQ(pad.values().data()[2 * 24 + 5], -1.0f);
  pad.clear();
  EXPECT_TRUE(pad.empty());
}

TEST(SketchPadTest, AMapIsReducedToItsCells) {
  Tensor map({28, 48});
  for (int row = 0; row < 28; ++row) {
    for (int column = 0; column < 48; ++column) {
      map.data()[row * 48 + column] = row < 14 ? 6.0f : -3.0f;
    }
  }
  const Tensor drawn = sketched(map, 14, 24);
  EXPECT_EQ(drawn.shape(), (Shape{14, 24}));
  EXPECT_FLOAT_EQ(drawn.data()[0], 1.0f);
  EXPECT_FLOAT_EQ(drawn.data()[14 * 24 - 1], -0.5f);
}

TEST(SketchPadTest, WhatIsSmallerThanItsCellsIsRepeatedAndWhatIsNotFiniteIsLeftOut) {
  Tensor map({1, 2});
  map.data()[0] = std::numeric_limits<float>::quiet_NaN();
  map.data()[1] = 2.0f;
  const Tensor drawn = sketched(map, 14, 28);
  EXPECT_EQ(drawn.data()[0], 0.0f);
  EXPECT_EQ(drawn.data()[27], 1.0f);
  EXPECT_EQ(sketched(Tensor({70, 120}), 14, 24).data()[7], 0.0f);
}

}  // namespace
}  // namespace convlens::lab
