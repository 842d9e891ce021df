// The convolutional layers on numbers that can be followed by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "nn/layers/convolution.h"
#include "nn/values.h"

namespace convlens::nn {
namespace {

using tests::counting;
using tests::expect_equal;
using tests::must;
using tests::sentence;
using tests::tensor;

TEST(Conv2DLayer, SumsEachWindow) {
  // 0 1 2 / 3 4 5 / 6 7 8 through ones of 2x2, plus 10.
  const LayerHandle layer = must(conv2d({}, tensor({2, 2, 1, 1}, {1, 1, 1, 1}), tensor({1}, {10})));
  expect_equal(layer(counting({1, 3, 3, 1})), {1, 2, 2, 1}, {18, 22, 30, 34});
}

TEST(Conv2DLayer, SamePaddingAndStride) {
  // The right and lower edge are padded; of each axis pixels 0 and 2 are kept.
  const LayerHandle layer = must(conv2d({.strides = {2, 2}, .padding = conv::Padding::kSame},
                                        tensor({2, 2, 1, 1}, {1, 1, 1, 1})));
  expect_equal(layer(counting({1, 3, 3, 1})), {1, 2, 2, 1}, {8, 7, 13, 8});
}

TEST(Conv2DLayer, GroupsSeeTheirOwnChannels) {
  // Filters 0, 1 see channels 0, 1; filters 2, 3 see channels 2, 3. Kernel (1, 1, 2, 4).
  const Tensor kernel = tensor({1, 1, 2, 4}, {1, 0, 1, 0, 10, 1, 10, 1});
  const LayerHandle layer = must(conv2d({.groups = 2}, kernel.clone(), tensor({4}, {0, 0, 0, 5})));
  expect_equal(layer(tensor({1, 1, 1, 4}, {1, 2, 3, 4})), {1, 1, 1, 4}, {21, 2, 43, 9});
}

TEST(Conv2DLayer, AGroupForEachChannelIsADepthwiseLayer) {
  const Tensor values = counting({1, 3, 3, 2});
  const Tensor kernel = counting({2, 2, 1, 4}, -10.0f);
  const LayerHandle grouped =
      must(conv2d({.groups = 2, .activation = Activation::kRelu}, kernel.clone()));
  const LayerHandle depthwise = must(depthwise_conv2d(
      {.activation = Activation::kRelu}, tensor({2, 2, 2, 2}, tests::to_vector(kernel))));
  const Tensor found = must(grouped(values));
  EXPECT_EQ(tests::to_vector(found), tests::to_vector(must(depthwise(values))));
  EXPECT_EQ(found.data()[0], 0.0f);  // 2 * -6 + 6 * -2 + 8 * 2 is negative
  EXPECT_EQ(found.data()[1], 8.0f);  // 2 * -5 + 6 * -1 + 8 * 3
}

TEST(Conv2DLayer, ValueBeforeTheActivation) {
  const LayerHandle layer =
      must(conv2d({.activation = Activation::kRelu}, tensor({1, 1, 1, 1}, {-1})));
  const Tensor input = tensor({1, 1, 2, 1}, {3, -4});
  const TensorView view = input.view();
  expect_equal(layer(input), {1, 1, 2, 1}, {0, 4});
  expect_equal(layer->compute_before_activation({&view, 1}), {1, 1, 2, 1}, {-3, 4});
}

TEST(DepthwiseConv2DLayer, EveryChannelHasFiltersOfItsOwn) {
  // Kernel (1, 2, 2, 2): channel c, filter m has weights (w0, w1) along x.
  const Tensor kernel = tensor({1, 2, 2, 2}, {1, 0, 2, 0, 0, 1, 0, 2});
  const LayerHandle layer = must(depthwise_conv2d({}, kernel.clone(), tensor({4}, {0, 0, 0, 100})));
  // Pixels (1, 2), (3, 4): filter 0 takes the left pixel, filter 1 the right one.
  expect_equal(layer(tensor({1, 1, 2, 2}, {1, 2, 3, 4})), {1, 1, 1, 4}, {1, 3, 4, 108});
}

TEST(DepthwiseConv2DLayer, SamePaddingIsNotCounted) {
  const LayerHandle layer =
      must(depthwise_conv2d({.padding = conv::Padding::kSame}, tensor({3, 1, 1, 1}, {1, 10, 100})));
  expect_equal(layer(tensor({1, 3, 1, 1}, {1, 2, 3})), {1, 3, 1, 1}, {210, 321, 32});
}

TEST(SeparableConv2DLayer, MixesAfterTheDepthwisePart) {
  const Tensor depthwise = tensor({1, 2, 2, 1}, {1, 1, 1, 1});  // sums neighbours
  const Tensor pointwise = tensor({1, 1, 2, 1}, {1, 100});
  const LayerHandle layer =
      must(separable_conv2d({}, depthwise.clone(), pointwise.clone(), tensor({1}, {0.5f})));
  expect_equal(layer(tensor({1, 1, 2, 2}, {1, 2, 3, 4})), {1, 1, 1, 1}, {604.5f});
}

TEST(Conv2DTransposeLayer, SpreadsEachPixel) {
  // Each pixel of the input lays down the kernel, two apart: they meet in the middle.
  const LayerHandle layer =
      must(conv2d_transpose({.strides = {1, 2}}, tensor({1, 3, 1, 1}, {1, 2, 4})));
  expect_equal(layer(tensor({1, 1, 2, 1}, {1, 10})), {1, 1, 5, 1}, {1, 2, 14, 20, 40});
}

TEST(Conv2DTransposeLayer, SamePaddingCutsTheSmallerHalfBefore) {
  // Of 1 2 14 20 40 a convolution of 4 to 2 pixels pads 0 before and 1 after, so the last goes.
  const LayerHandle layer = must(conv2d_transpose(
      {.strides = {1, 2}, .padding = conv::Padding::kSame}, tensor({1, 3, 1, 1}, {1, 2, 4})));
  expect_equal(layer(tensor({1, 1, 2, 1}, {1, 10})), {1, 1, 4, 1}, {1, 2, 14, 20});
}

TEST(Conv2DTransposeLayer, OutputPaddingAddsPixels) {
  const LayerHandle layer = must(conv2d_transpose(
      {.strides = {1, 2}, .output_padding = HeightWidth{0, 1}}, tensor({1, 2, 1, 1}, {1, 2})));
  expect_equal(layer(tensor({1, 1, 2, 1}, {1, 10})), {1, 1, 5, 1}, {1, 2, 10, 20, 0});
}

TEST(Conv2DTransposeLayer, KernelIsFiltersByChannels) {
  // Kernel (1, 1, 2 filters, 3 channels).
  const LayerHandle layer =
      must(conv2d_transpose({}, tensor({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6}), tensor({2}, {0, 1})));
  expect_equal(layer(tensor({1, 1, 1, 3}, {1, 10, 100})), {1, 1, 1, 2}, {321, 655});
}

// y = transposed(x) and z = convolved(y') are adjoint: <transposed(x), y'> = <x, convolved(y')>.
TEST(Conv2DTransposeLayer, IsTheTransposeOfTheConvolution) {
  Random random(7);
  for (const conv::Padding padding : {conv::Padding::kSame, conv::Padding::kValid}) {
    const Tensor kernel = tests::random_tensor({3, 2, 4, 5}, random);  // (KH, KW, C of y, C of x)
    const LayerHandle forward =
        must(conv2d({.strides = {2, 3}, .padding = padding}, kernel.clone()));
    const LayerHandle back =
        must(conv2d_transpose({.strides = {2, 3}, .padding = padding}, kernel.clone()));
    const Tensor x = tests::random_tensor({2, 3, 4, 5}, random);
    const Tensor spread = must(back(x));
    const Tensor y = tests::random_tensor(spread.shape(), random);
    const Tensor z = must(forward(y));
    ASSERT_EQ(z.shape(), x.shape());
    double left = 0.0;
    double right = 0.0;
    double magnitude = 0.0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      left += static_cast<double>(spread.data()[i]) * static_cast<double>(y.data()[i]);
      magnitude += std::fabs(static_cast<double>(y.data()[i]));
    }
    for (std::size_t i = 0; i < x.size(); ++i) {
      right += static_cast<double>(z.data()[i]) * static_cast<double>(x.data()[i]);
    }
    // Each value is a sum of at most 3 * 2 * 5 products below 1, in single precision.
    EXPECT_NEAR(left, right, 2.0 * 30.0 * std::ldexp(30.0, -24) * magnitude);
    EXPECT_GT(std::fabs(left), 1e-3);
  }
}

TEST(ConvolutionErrors, AreSentences) {
  EXPECT_EQ(sentence(conv2d({.name = "conv1"}, Tensor(Shape{3, 3, 1}))),
            "conv1 (Conv2D): the kernel must be of shape (KH, KW, channels, filters), no extent 0, "
            "found (3, 3, 1)");
  EXPECT_EQ(sentence(conv2d({.name = "conv1"}, Tensor(Shape{3, 3, 1, 8}), Tensor(Shape{7}))),
            "conv1 (Conv2D): the bias must be of shape (8,), found (7,)");
  EXPECT_EQ(sentence(conv2d({.name = "conv1", .groups = 3}, Tensor(Shape{3, 3, 1, 8}))),
            "conv1 (Conv2D): 8 filters cannot be dealt out to 3 groups");
  EXPECT_EQ(sentence(conv2d({.name = "conv1", .strides = {0, 1}}, Tensor(Shape{3, 3, 1, 8}))),
            "conv1 (Conv2D): the strides must be from 1 to 1048576, found 0 by 1");
  const LayerHandle layer = must(conv2d({.name = "conv1"}, Tensor(Shape{3, 3, 1, 8})));
  EXPECT_EQ(sentence(layer(Tensor(Shape{28, 28, 1}))),
            "conv1 (Conv2D): the input must be of shape (batch, height, width, 1), found "
            "(28, 28, 1), which lacks the axis of the batch");
  EXPECT_EQ(sentence(layer(Tensor(Shape{1, 28, 28, 3}))),
            "conv1 (Conv2D): the input must be of shape (batch, height, width, 1), found "
            "(1, 28, 28, 3)");
  EXPECT_EQ(sentence(layer(Tensor(Shape{1, 2, 28, 1}))),
            "conv1 (Conv2D): VALID padding leaves no output: the window is 3 pixels high, the "
            "input 2");
  EXPECT_EQ(sentence(layer(Tensor(Shape{0, 28, 28, 1}))),
            "conv1 (Conv2D): the input must have no extent of 0, found (0, 28, 28, 1)");
  EXPECT_EQ(sentence(layer({Tensor(Shape{1, 3, 3, 1}), Tensor(Shape{1, 3, 3, 1})})),
            "conv1 (Conv2D): expected 1 input, found 2");
  EXPECT_EQ(sentence(separable_conv2d({.name = "s"}, Tensor(Shape{3, 3, 2, 2}),
                                      Tensor(Shape{1, 1, 3, 8}))),
            "s (SeparableConv2D): the pointwise kernel must be of shape (1, 1, 4, filters), found "
            "(1, 1, 3, 8)");
  EXPECT_EQ(sentence(conv2d_transpose({.name = "up", .output_padding = HeightWidth{1, 0}},
                                      Tensor(Shape{3, 3, 2, 2}))),
            "up (Conv2DTranspose): the output padding must be from 0 to less than the strides, "
            "found 1 by 0");
}

}  // namespace
}  // namespace convlens::nn
