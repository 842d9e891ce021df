// The layers that take some of the values, repeat them or put others around them.
#include <gtest/gtest.h>

#include "nn/layers/layers.h"
#include "nn/values.h"

namespace convlens::nn {
namespace {

using tests::counting;
using tests::expect_equal;
using tests::must;
using tests::sentence;
using tests::tensor;

TEST(SliceLayer, TakesAPart) {
  const Tensor values = counting({1, 2, 4});
  expect_equal(must(slice(2, 1, 3))(values), {1, 2, 2}, {1, 2, 5, 6});
  expect_equal(must(slice(-2, 1, 1 << 20))(values), {1, 1, 4}, {4, 5, 6, 7});
  EXPECT_EQ(sentence(must(slice(1, 2, 3))(values)),
            "slice (Slice): nothing is left of axis 1 of (1, 2, 4)");
  EXPECT_EQ(sentence(must(slice(2, 3, 3))(values)),
            "slice (Slice): nothing is left of axis 2 of (1, 2, 4)");
  EXPECT_EQ(sentence(slice(1, 0, 3, 0)),
            "slice (Slice): from 0 to 3 in steps of 0 there is nothing to take");
  EXPECT_EQ(sentence(slice(0, 0, 1)), "slice (Slice): axis 0 is the batch");
}

// As Python's [begin:end:step].
TEST(SliceLayer, StepsAndCountsFromTheEnd) {
  const Tensor values = counting({1, 5});
  expect_equal(must(slice(1, 0, 5, 2))(values), {1, 3}, {0, 2, 4});
  expect_equal(must(slice(1, -2, 1 << 20))(values), {1, 2}, {3, 4});
  expect_equal(must(slice(1, 0, -1))(values), {1, 4}, {0, 1, 2, 3});
  expect_equal(must(slice(1, -1, -(1 << 20), -1))(values), {1, 5}, {4, 3, 2, 1, 0});
  expect_equal(must(slice(1, 1 << 20, 0, -2))(values), {1, 2}, {4, 2});
  expect_equal(must(slice(1, 3, 0, -1))(values), {1, 3}, {3, 2, 1});
}

TEST(GatherLayer, TakesPlaces) {
  const Tensor values = counting({1, 2, 3});
  expect_equal(must(gather(2, {2, 0, 2, -2}))(values), {1, 2, 4}, {2, 0, 2, 1, 5, 3, 5, 4});
  expect_equal(must(gather(1, {1}))(values), {1, 1, 3}, {3, 4, 5});
  EXPECT_EQ(sentence(must(gather(1, {2}))(values)),
            "gather (Gather): place 2 is not one of the 2 along axis 1");
  EXPECT_EQ(sentence(gather(0, {0})), "gather (Gather): axis 0 is the batch");
  const LayerHandle last = must(gather(1, {-1}));
  EXPECT_EQ(must(last->output_shape(std::array{PartialShape{-1, -1, 3}})),
            (PartialShape{-1, -1, 3}));
  expect_equal(last(values), {1, 1, 3}, {3, 4, 5});
}

TEST(TileLayer, RepeatsEverything) {
  expect_equal(must(tile({1, 2, 2}))(counting({1, 1, 2})), {1, 2, 4}, {0, 1, 0, 1, 0, 1, 0, 1});
  EXPECT_EQ(sentence(tile({2, 1})), "tile (Tile): axis 0 is the batch");
  EXPECT_EQ(sentence(tile({1, 0})),
            "tile (Tile): values can be repeated from 1 to 1048576 times, found 0");
  EXPECT_EQ(sentence(must(tile({1, 2}))(counting({1, 1, 2}))),
            "tile (Tile): the input must have 2 axes, found (1, 1, 2)");
}

Tensor padded(PadMode mode, std::int64_t before, std::int64_t after, float value = 0.0f) {
  return must(must(pad({.before = {0, before}, .after = {0, after}, .mode = mode, .value = value}))(
      counting({1, 4})));
}

TEST(PadLayer, ModesAtBothEnds) {
  expect_equal(padded(PadMode::kConstant, 1, 2, 9), {1, 7}, {9, 0, 1, 2, 3, 9, 9});
  expect_equal(padded(PadMode::kConstant, -1, 1, 9), {1, 4}, {1, 2, 3, 9});
  expect_equal(padded(PadMode::kEdge, 2, 1), {1, 7}, {0, 0, 0, 1, 2, 3, 3});
  expect_equal(padded(PadMode::kReflect, 3, 2), {1, 9}, {3, 2, 1, 0, 1, 2, 3, 2, 1});
  expect_equal(padded(PadMode::kWrap, 1, 5), {1, 10}, {3, 0, 1, 2, 3, 0, 1, 2, 3, 0});
}

TEST(PadLayer, SeveralAxesAtOnce) {
  const LayerHandle layer = must(pad({.before = {0, 1, 0}, .after = {0, 0, 1}, .value = -1.0f}));
  expect_equal(layer(counting({1, 1, 2})), {1, 2, 3}, {-1, -1, -1, 0, 1, -1});
  EXPECT_EQ(must(layer->output_shape(std::array{PartialShape{-1, -1, 2}})),
            (PartialShape{-1, -1, 3}));
}

TEST(PadLayer, IsChecked) {
  EXPECT_EQ(sentence(pad({.before = {1, 0}, .after = {0, 0}})), "pad (Pad): axis 0 is the batch");
  const LayerHandle layer =
      must(pad({.before = {0, 4}, .after = {0, 0}, .mode = PadMode::kReflect}));
  EXPECT_EQ(sentence(layer(counting({1, 4}))), "pad (Pad): 4 pixels cannot be a reflection of 4");
}

// Two by two pixels of two channels, each written pixel * 10 + channel.
TEST(DepthToSpace, BothOrdersAndBack) {
  const Tensor deep = tensor({1, 1, 1, 8}, {0, 1, 10, 11, 20, 21, 30, 31});
  const Tensor wide = tensor({1, 2, 2, 2}, {0, 1, 10, 11, 20, 21, 30, 31});
  expect_equal(must(depth_to_space(2, DepthOrder::kBlocksFirst))(deep), {1, 2, 2, 2},
               {0, 1, 10, 11, 20, 21, 30, 31});
  const Tensor by_channel = tensor({1, 1, 1, 8}, {0, 10, 20, 30, 1, 11, 21, 31});
  expect_equal(must(depth_to_space(2, DepthOrder::kChannelsFirst))(by_channel), {1, 2, 2, 2},
               {0, 1, 10, 11, 20, 21, 30, 31});
  expect_equal(must(space_to_depth(2))(wide), {1, 1, 1, 8}, {0, 1, 10, 11, 20, 21, 30, 31});
  EXPECT_EQ(sentence(must(depth_to_space(2, DepthOrder::kBlocksFirst))(counting({1, 1, 1, 6}))),
            "depth_to_space (DepthToSpace): axis 3 of (1, 1, 1, 6) is not a whole number of blocks "
            "of 4");
}

}  // namespace
}  // namespace convlens::nn
