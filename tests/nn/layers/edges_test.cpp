// Padding that is neither SAME's nor VALID's, and the layers that other frameworks have.
#include <gtest/gtest.h>

#include <cmath>

#include "nn/layers/layers.h"
#include "nn/values.h"

namespace convlens::nn {
namespace {

using tests::counting;
using tests::expect_equal;
using tests::must;
using tests::random_tensor;
using tests::same_bits;
using tests::sentence;
using tests::tensor;

constexpr Edges kUneven{.top = 2, .bottom = 1, .left = 0, .right = 3};

// The same sums in the same order as where a layer of its own puts the zeros there.
TEST(ConvolutionEdges, AreZerosAroundThePicture) {
  Random random(3);
  const Tensor picture = random_tensor({2, 6, 5, 4}, random);
  const Tensor padded = must(must(zero_padding2d(kUneven))(picture));
  for (const int groups : {1, 2, 4}) {
    SCOPED_TRACE(groups);
    const Tensor kernel = random_tensor({3, 2, 4 / groups, 8}, random);
    Conv2DOptions options{.strides = {2, 1}, .dilation = {1, 2}, .groups = groups};
    const Tensor expected = must(must(conv2d(options, kernel.clone()))(padded));
    options.edges = kUneven;
    const LayerHandle layer = must(conv2d(options, kernel.clone()));
    const Tensor found = must(layer(picture));
    EXPECT_EQ(found.shape(), expected.shape());
    EXPECT_TRUE(same_bits(found.values(), expected.values()));
    const PartialShape open{PartialShape::kUnknown, PartialShape::kUnknown, 5, 4};
    EXPECT_EQ(must(layer->output_shape(std::array{open})), (PartialShape{-1, -1, 6, 8}));
  }
}

TEST(ConvolutionEdges, OfDepthwiseLayers) {
  Random random(4);
  const Tensor picture = random_tensor({1, 5, 6, 3}, random);
  const Tensor kernel = random_tensor({3, 3, 3, 2}, random);
  const Tensor padded = must(must(zero_padding2d(kUneven))(picture));
  const Tensor expected = must(must(depthwise_conv2d({}, kernel.clone()))(padded));
  const Tensor found = must(must(depthwise_conv2d({.edges = kUneven}, kernel.clone()))(picture));
  EXPECT_EQ(found.shape(), expected.shape());
  EXPECT_TRUE(same_bits(found.values(), expected.values()));
}

TEST(ConvolutionEdges, AreChecked) {
  const Tensor kernel = counting({9, 1, 1, 1});
  EXPECT_EQ(sentence(conv2d({.name = "c", .edges = Edges{.top = -1}}, kernel.clone())),
            "c (Conv2D): the padding must be from 0 to 1048576 on each side, found -1");
  const LayerHandle layer = must(conv2d({.edges = Edges{.top = 1}}, kernel.clone()));
  EXPECT_EQ(sentence(layer(counting({1, 4, 4, 1}))),
            "conv2d (Conv2D): so little padding leaves no output: the window is 9 pixels high, the "
            "input 4");
}

TEST(TransposedEdges, AreTakenAway) {
  const Tensor kernel = tensor({1, 3, 1, 1}, {1, 10, 100});
  Conv2DTransposeOptions options{.strides = {1, 2}};
  const Tensor row = tensor({1, 1, 2, 1}, {1, 2});
  expect_equal(must(conv2d_transpose(options, kernel.clone()))(row), {1, 1, 5, 1},
               {1, 10, 102, 20, 200});
  options.edges = Edges{.left = 1, .right = 2};
  expect_equal(must(conv2d_transpose(options, kernel.clone()))(row), {1, 1, 2, 1}, {10, 102});
  options.edges = Edges{};
  options.output_padding = HeightWidth{0, 1};
  expect_equal(must(conv2d_transpose(options, kernel.clone()))(row), {1, 1, 6, 1},
               {1, 10, 102, 20, 200, 0});
  options.edges = Edges{.left = 3, .right = 3};
  EXPECT_EQ(sentence(must(conv2d_transpose(options, kernel.clone()))(row)),
            "conv2d_transpose (Conv2DTranspose): taking 3 and 3 pixels away leaves nothing of an "
            "output");
}

TEST(PoolingEdges, NeverWinAndCountOnRequest) {
  Pooling2DOptions options{.pool_size = {1, 3}, .strides = HeightWidth{1, 2}};
  options.edges = Edges{.left = 1, .right = 1};
  const Tensor row = tensor({1, 1, 4, 1}, {-3, -6, -9, -12});
  expect_equal(must(max_pooling2d(options))(row), {1, 1, 2, 1}, {-3, -6});
  expect_equal(must(average_pooling2d(options))(row), {1, 1, 2, 1}, {-4.5f, -9});
  options.counts_edges = true;
  expect_equal(must(average_pooling2d(options))(row), {1, 1, 2, 1}, {-3, -9});
}

// The last window begins in the picture; what hangs over the padding's end is not counted.
TEST(PoolingEdges, WindowsMayHangOverTheEnd) {
  Pooling2DOptions options{.pool_size = {1, 3}, .strides = HeightWidth{1, 2}};
  options.edges = Edges{};
  const Tensor row = tensor({1, 1, 6, 1}, {1, 2, 3, 4, 5, 8});
  expect_equal(must(max_pooling2d(options))(row), {1, 1, 2, 1}, {3, 5});
  options.round_up = true;
  expect_equal(must(max_pooling2d(options))(row), {1, 1, 3, 1}, {3, 5, 8});
  options.counts_edges = true;
  expect_equal(must(average_pooling2d(options))(row), {1, 1, 3, 1}, {2, 4, 6.5f});
  // A window that would begin behind the picture is none: 3 pixels, a pad, windows at -1, 1, 3.
  options.edges = Edges{.left = 1, .right = 1};
  expect_equal(must(max_pooling2d(options))(tensor({1, 1, 3, 1}, {1, 2, 3})), {1, 1, 2, 1}, {2, 3});
}

TEST(PoolingEdges, Dilation) {
  Pooling2DOptions options{.pool_size = {1, 2}, .strides = HeightWidth{1, 1}, .dilation = {1, 3}};
  const Tensor row = tensor({1, 1, 5, 1}, {5, 1, 2, 3, 4});
  expect_equal(must(max_pooling2d(options))(row), {1, 1, 2, 1}, {5, 4});
  options.edges = Edges{.left = 1};
  expect_equal(must(max_pooling2d(options))(row), {1, 1, 3, 1}, {2, 5, 4});
  expect_equal(must(average_pooling2d(options))(row), {1, 1, 3, 1}, {2, 4, 2.5f});
}

TEST(PoolingEdges, LeaveNoWindowWithoutAPixel) {
  EXPECT_EQ(sentence(max_pooling2d({.name = "p", .edges = Edges{.bottom = 2}})),
            "p (MaxPooling2D): the padding must be less than the pool on each side");
}

TEST(MergeConstantLayer, OnEitherSide) {
  const Tensor picture = counting({1, 1, 2, 2});
  const Tensor by_channel = tensor({1, 1, 1, 2}, {10, 20});
  const LayerHandle less = must(merge_constant(MergeKind::kSubtract, by_channel.clone()));
  EXPECT_EQ(less->type(), "SubtractConstant");
  EXPECT_EQ(less->parameter_count(), 2U);
  expect_equal(less(picture), {1, 1, 2, 2}, {-10, -19, -8, -17});
  expect_equal(must(merge_constant(MergeKind::kSubtract, by_channel.clone(), true))(picture),
               {1, 1, 2, 2}, {10, 19, 8, 17});
  expect_equal(must(merge_constant(MergeKind::kMaximum, tensor({1, 1, 1, 1}, {2})))(picture),
               {1, 1, 2, 2}, {2, 2, 2, 3});
  expect_equal(divide()({tensor({1, 2}, {6, 9}), tensor({1, 2}, {2, 3})}), {1, 2}, {3, 3});
  EXPECT_EQ(sentence(merge_constant(MergeKind::kAdd, counting({2, 1}), false, "a")),
            "a (AddConstant): the constant must be of shape (1, ...), no extent 0, found (2, 1)");
}

TEST(PermuteLayer, ReordersAxes) {
  expect_equal(must(permute({0, 2, 1}))(counting({1, 2, 3})), {1, 3, 2}, {0, 3, 1, 4, 2, 5});
  EXPECT_EQ(sentence(permute({1, 0})),
            "permute (Permute): the order must name each axis once, that of the batch first");
  EXPECT_EQ(sentence(must(permute({0, 1}))(counting({1, 2, 3}))),
            "permute (Permute): the input must have 2 axes, found (1, 2, 3)");
}

}  // namespace
}  // namespace convlens::nn
