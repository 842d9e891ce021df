// What layers tell of how they were made.
#include <gtest/gtest.h>

#include "nn/layers/layers.h"
#include "nn/values.h"

namespace convlens::nn {
namespace {

using tests::counting;
using tests::must;

TEST(LayerOptions, OfPoolings) {
  const LayerHandle largest =
      must(max_pooling2d({.pool_size = {3, 2}, .strides = {{2, 1}}, .padding = Padding::kSame}));
  const auto steps = pooling_of(*largest);
  ASSERT_TRUE(steps.has_value());
  EXPECT_TRUE(steps->takes_largest);
  EXPECT_EQ(steps->size, (HeightWidth{3, 2}));
  EXPECT_EQ(steps->steps.strides, (HeightWidth{2, 1}));
  EXPECT_EQ(steps->steps.padding, Padding::kSame);
  const LayerHandle mean =
      must(average_pooling2d({.edges = Edges{1, 1, 1, 1}, .counts_edges = true}));
  ASSERT_TRUE(pooling_of(*mean).has_value());
  EXPECT_FALSE(pooling_of(*mean)->takes_largest);
  EXPECT_TRUE(pooling_of(*mean)->counts_edges);
  EXPECT_EQ(pooling_of(*mean)->steps.strides, (HeightWidth{2, 2})) << "the pool's own size";
  EXPECT_FALSE(pooling_of(*global_average_pooling2d()).has_value());
}

TEST(LayerOptions, OfFramesNormalisationsAndSoftmaxes) {
  EXPECT_EQ(edges_added_by(*must(zero_padding2d({1, 2, 3, 4}))), (Edges{1, 2, 3, 4}));
  EXPECT_EQ(edges_added_by(*must(cropping2d({1, 0, 2, 0}))), (Edges{-1, 0, -2, 0}));
  const LayerHandle normalization = must(
      batch_normalization({.axis = 1, .epsilon = 0.25f},
                          {.moving_mean = counting({3}), .moving_variance = counting({3}, 1)}));
  const auto options = batch_normalization_of(*normalization);
  ASSERT_TRUE(options.has_value());
  EXPECT_EQ(options->axis, 1);
  EXPECT_EQ(options->epsilon, 0.25f);
  EXPECT_EQ(softmax_axes_of(*must(softmax(2))), std::vector{2});
  EXPECT_FALSE(softmax_axes_of(*must(log_softmax_over({1}, "log"))).has_value());
  EXPECT_FALSE(softmax_axes_of(*normalization).has_value());
  EXPECT_FALSE(edges_added_by(*normalization).has_value());
  EXPECT_FALSE(batch_normalization_of(*flatten()).has_value());
}

}  // namespace
}  // namespace convlens::nn
