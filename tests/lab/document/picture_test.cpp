#include "lab/document/picture.h"

#include <gtest/gtest.h>

#include "lab/fixtures.h"

namespace convlens::lab {
namespace {

TEST(PixelSummary, IsOfAllChannels) {
  const PixelSummary summary = pixel_summary({1, 2, {7, 200, 3, 90, 100, 50}});
  EXPECT_EQ(summary.lo, 3);
  EXPECT_EQ(summary.hi, 200);
  EXPECT_DOUBLE_EQ(summary.mean, 75.0);
}

TEST(PixelSummary, OfALargePictureDoesNotOverflow) {
  const PixelSummary summary = pixel_summary(testing::uniform_image(3000, 2000, {255, 255, 255}));
  EXPECT_DOUBLE_EQ(summary.mean, 255.0);
}

}  // namespace
}  // namespace convlens::lab
