#include "core/shape.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace convlens {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::ptrdiff_t>::max() / 4;

std::string complaint(const std::vector<std::int64_t>& extents) {
  const Result<Shape> shape = Shape::checked(extents);
  return shape ? "" : shape.error().message;
}

TEST(Shape, CountsElements) {
  EXPECT_EQ(Shape({}).element_count(), 1U);
  EXPECT_EQ(Shape({5}).element_count(), 5U);
  EXPECT_EQ(Shape({2, 70, 120, 3}).element_count(), 50400U);
  EXPECT_EQ(Shape({2, 0, 3}).element_count(), 0U);
}

TEST(Shape, PrintsAsNumPyDoes) {
  EXPECT_EQ(to_string(Shape{}), "()");
  EXPECT_EQ(to_string(Shape{5}), "(5,)");
  EXPECT_EQ(to_string(Shape{2, 70, 120, 3}), "(2, 70, 120, 3)");
}

TEST(Shape, ComparesExtentsAndRank) {
  EXPECT_EQ((Shape{2, 3}), (Shape{2, 3}));
  EXPECT_NE((Shape{2, 3}), (Shape{3, 2}));
  EXPECT_NE((Shape{0}), (Shape{0, 0}));
  EXPECT_NE((Shape{}), (Shape{0}));
}

TEST(Shape, AcceptsUpToTheMaximalRank) {
  const Result<Shape> six = Shape::checked(std::vector<std::int64_t>{1, 2, 3, 4, 5, 6});
  ASSERT_TRUE(six);
  EXPECT_EQ(six->rank(), 6);
  EXPECT_EQ((*six)[5], 6);
  EXPECT_EQ(complaint({1, 1, 1, 1, 1, 1, 1}), "an array has 7 axes, at most 6 are supported");
}

TEST(Shape, RefusesNegativeExtents) {
  EXPECT_EQ(complaint({2, -1, 3}), "the shape (2, -1, 3) has a negative extent");
  EXPECT_NE(complaint({0, -1}), "");
  EXPECT_NE(complaint({std::numeric_limits<std::int64_t>::min()}), "");
}

TEST(Shape, RefusesMoreThanMemoryCanAddress) {
  EXPECT_EQ(complaint({kMost}), "");
  EXPECT_NE(complaint({kMost + 1}), "");
  EXPECT_EQ(complaint({kMost / 2, 2}), "");
  EXPECT_NE(complaint({kMost / 2 + 1, 2}), "");
  EXPECT_NE(complaint({std::int64_t{1} << 32, std::int64_t{1} << 32}), "");  // wraps to zero
  EXPECT_NE(complaint({3, std::numeric_limits<std::int64_t>::max()}), "");
}

TEST(Shape, AnEmptyAxisDoesNotHideAnOverflow) {
  EXPECT_EQ(complaint({0, kMost}), "");
  EXPECT_NE(complaint({0, kMost, 2}), "");
  EXPECT_NE(complaint({kMost, 2, 0}), "");
}

}  // namespace
}  // namespace convlens
