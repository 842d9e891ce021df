#include "lab/shown/test_sheet.h"

#include <gtest/gtest.h>

#include <vector>

namespace convlens::lab {
namespace {

TEST(TestSheet, ItemsSideBySideInTheOrderAskedFor) {
  TestSet set{"x", {3, 2, 1, 3}, {}, {0, 0, 0}, {}};
  for (int i = 0; i < 18; ++i) set.pixels.push_back(static_cast<std::uint8_t>(i * 10));
  const Image sheet = test_sheet(set, std::vector{2, 0, 1}, 2, Colormap::kGray);
  ASSERT_EQ(sheet.height, 4);
  ASSERT_EQ(sheet.width, 2);
  EXPECT_EQ(sheet.pixel(0, 0)[0], 120);
  EXPECT_EQ(sheet.pixel(1, 0)[2], 170);
  EXPECT_EQ(sheet.pixel(0, 1)[1], 10);
  EXPECT_EQ(sheet.pixel(2, 0)[0], 60);
  EXPECT_EQ(sheet.pixel(3, 1)[0], 0) << "nobody asked for a fourth";
}

TEST(TestSheet, LargeItemsAreReducedAndGreyOnesHaveTheMapsColours) {
  TestSet set{"x", {2, 97, 200, 1}, {}, {0, 0}, {}};
  set.pixels.resize(set.shape.element_count(), 255);
  const Image sheet = test_sheet(set, std::vector{1, 0}, 16, Colormap::kBinary);
  EXPECT_EQ(sheet.height, 33);
  EXPECT_EQ(sheet.width, 16 * 67);
  EXPECT_EQ(sheet.pixel(32, 133)[0], 0) << "the largest is black in it";
}

}  // namespace
}  // namespace convlens::lab
