// Whole-filter actions against NumPy's results on small filters.
#include "lab/document/transforms.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace convlens::lab {
namespace {

// [[1 2 3] [4 5 6] [7 8 9]]
Filter counted() {
  Filter filter = zero_filter("counted", 3, 3, 1);
  std::iota(filter.weights.begin(), filter.weights.end(), 1.0f);
  return filter;
}

using Weights = std::vector<float>;

TEST(Transform, IsNumPysResult) {
  const Filter filter = counted();
  EXPECT_EQ(transformed(Transform::kRotate, filter), (Weights{3, 6, 9, 2, 5, 8, 1, 4, 7}));
  EXPECT_EQ(transformed(Transform::kMirrorX, filter), (Weights{3, 2, 1, 6, 5, 4, 9, 8, 7}));
  EXPECT_EQ(transformed(Transform::kMirrorY, filter), (Weights{7, 8, 9, 4, 5, 6, 1, 2, 3}));
  EXPECT_EQ(transformed(Transform::kNegate, filter), (Weights{-1, -2, -3, -4, -5, -6, -7, -8, -9}));
  EXPECT_EQ(transformed(Transform::kShiftLeft, filter), (Weights{2, 3, 0, 5, 6, 0, 8, 9, 0}));
  EXPECT_EQ(transformed(Transform::kShiftRight, filter), (Weights{0, 1, 2, 0, 4, 5, 0, 7, 8}));
  EXPECT_EQ(transformed(Transform::kShiftUp, filter), (Weights{4, 5, 6, 7, 8, 9, 0, 0, 0}));
  EXPECT_EQ(transformed(Transform::kShiftDown, filter), (Weights{0, 0, 0, 1, 2, 3, 4, 5, 6}));
}

TEST(Transform, BlursWithTheBinomialKernel) {
  Filter filter = zero_filter("point", 3, 3, 1);
  filter.weights[4] = 16.0f;
  EXPECT_EQ(transformed(Transform::kBlur, filter), (Weights{1, 2, 1, 2, 4, 2, 1, 2, 1}));
}

TEST(Transform, NormalisesByTheSumOfAbsoluteWeights) {
  Filter filter = zero_filter("two", 1, 2, 1);
  filter.weights = {-3.0f, 1.0f};
  EXPECT_EQ(transformed(Transform::kNormalise, filter), (Weights{-0.75f, 0.25f}));
  EXPECT_EQ(transformed(Transform::kNormalise, zero_filter("none", 1, 2, 1)), (Weights{0, 0}));
}

TEST(Transform, OnlySquareFiltersAreTurned) {
  EXPECT_FALSE(transformed(Transform::kRotate, zero_filter("wide", 3, 5, 3)).has_value());
}

TEST(RandomWeights, FollowTheirSeedAndStayInGlorotsRange) {
  const Filter shape = zero_filter("any", 7, 7, 3);
  const Weights first = random_weights(Initializer::kGlorotUniform, shape, 2, 5);
  EXPECT_EQ(first.size(), shape.weights.size());
  EXPECT_EQ(first, random_weights(Initializer::kGlorotUniform, shape, 2, 5));
  EXPECT_NE(first, random_weights(Initializer::kGlorotUniform, shape, 2, 6));
  const float limit = std::sqrt(6.0f / (147.0f + 98.0f));
  for (const float weight : first) EXPECT_LE(std::abs(weight), limit);
}

TEST(Fitted, KeepsTheMiddleAndTheMapOfAGreyPicture) {
  const Filter large = fitted(counted(), 5, 5, 3, ChannelRule::kSameOnGrey);
  EXPECT_EQ(large.at(2, 2, 0), 5.0f / 3.0f);
  EXPECT_EQ(large.at(1, 1, 2), 1.0f / 3.0f);
  EXPECT_EQ(large.at(0, 0, 0), 0.0f);
  EXPECT_EQ(fitted(counted(), 5, 5, 3, ChannelRule::kRepeat).at(2, 2, 1), 5.0f);
  const Filter small = fitted(counted(), 1, 1, 1, ChannelRule::kSameOnGrey);
  EXPECT_EQ(small.weights, (Weights{5}));
}

TEST(Kept, MovesWhatTheEditDidNotWrite) {
  Filter filter = zero_filter("locked", 1, 4, 1);
  filter.zero_sum = true;
  filter.weights = {3.0f, 0.0f, 0.0f, 0.0f};
  EXPECT_EQ(kept(filter, {true, false, false, false}).weights, (Weights{3, -1, -1, -1}));
  filter.zero_sum = false;
  filter.unit_norm = true;
  filter.weights = {3.0f, 4.0f, 0.0f, 0.0f};
  EXPECT_EQ(kept(filter).weights, (Weights{0.6f, 0.8f, 0, 0}));
}

}  // namespace
}  // namespace convlens::lab
