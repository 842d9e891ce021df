#include "lab/pictures/picture.h"

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

TEST(Overview, OnlyALargePictureHasOne) {
  EXPECT_TRUE(overview_of(testing::uniform_image(3, kOverviewSide, {1, 2, 3})).rgb.empty());
  const Image image = testing::uniform_image(3, kOverviewSide + 1, {1, 2, 3});
  const Image overview = overview_of(image);
  EXPECT_EQ(overview.height, 2);
  EXPECT_EQ(overview.width, kOverviewSide / 2 + 1);
  for (int row = 0; row < overview.height; ++row) {
    for (int column = 0; column < overview.width; ++column) {
      const auto pixel = overview.pixel(row, column);
      ASSERT_EQ((std::vector<int>(pixel.begin(), pixel.end())), (std::vector<int>{1, 2, 3}));
    }
  }
}

// Of 2x2 pixels; at the edges of those that there are.
TEST(Overview, IsTheMeanOfWhatItStandsFor) {
  Image image = testing::uniform_image(3, 2 * kOverviewSide - 1, {0, 0, 0});
  const auto red = [&image](int row, int column) -> std::uint8_t& {
    return image.rgb[static_cast<std::size_t>((row * image.width + column) * 3)];
  };
  red(0, 0) = 100;
  red(1, 1) = 50;
  red(2, 2) = 9;
  red(1, image.width - 1) = 7;
  red(2, image.width - 1) = 11;
  const Image overview = overview_of(image);
  ASSERT_EQ(overview.width, kOverviewSide);
  EXPECT_EQ(overview.pixel(0, 0)[0], 38);                  // 150 / 4
  EXPECT_EQ(overview.pixel(1, 1)[0], 5);                   // 9 / 2
  EXPECT_EQ(overview.pixel(0, overview.width - 1)[0], 4);  // 7 / 2
  EXPECT_EQ(overview.pixel(1, overview.width - 1)[0], 11);
  EXPECT_EQ(overview.pixel(0, 1)[0], 0);
}

}  // namespace
}  // namespace convlens::lab
