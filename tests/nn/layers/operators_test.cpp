// The layers that other frameworks have: functions of one value, reductions, normalisation of an
// item.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "nn/layers/layers.h"
#include "nn/values.h"

namespace convlens::nn {
namespace {

using tests::counting;
using tests::expect_equal;
using tests::must;
using tests::sentence;
using tests::tensor;
using tests::to_vector;

constexpr float kInfinity = std::numeric_limits<float>::infinity();

void expect_close(const Result<Tensor>& found, const std::vector<float>& values) {
  ASSERT_TRUE(found) << found.error().message;
  ASSERT_EQ(found->size(), values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_NEAR(found->data()[i], values[i], 2e-6f) << i;
  }
}

// Values that Python's math module gives.
TEST(UnaryLayer, FunctionsWithConstants) {
  const Tensor x = tensor({1, 4}, {-1.5f, -0.5f, 0.25f, 2.5f});
  expect_close(must(unary("Erf", "u"))(x), {-0.96610515f, -0.52049988f, 0.27632639f, 0.99959305f});
  expect_close(must(unary("GeluTanh", "u"))(x),
               {-0.10042842f, -0.15428599f, 0.14967535f, 2.4849157f});
  expect_close(must(unary("Celu", "u", 0.5f))(x), {-0.47510647f, -0.31606028f, 0.25f, 2.5f});
  expect_close(must(unary("Selu", "u", 1.5f, 0.5f))(x),
               {-0.58265238f, -0.29510200f, 0.125f, 1.25f});
  expect_close(must(unary("HardSigmoid", "u", 0.2f, 0.5f))(x), {0.2f, 0.4f, 0.55f, 1.0f});
  expect_close(must(unary("Shrink", "u", 1.0f, 0.5f))(x), {-1.0f, 0.0f, 0.0f, 2.0f});
}

TEST(UnaryLayer, RoundsHalvesToEven) {
  const Tensor x = tensor({1, 5}, {-2.5f, -0.5f, 0.5f, 1.5f, 2.4f});
  expect_equal(must(unary("Round", "u"))(x), {1, 5}, {-2, -0.0f, 0, 2, 2});
  expect_equal(must(unary("Floor", "u"))(x), {1, 5}, {-3, -1, 0, 1, 2});
  expect_equal(must(unary("Ceil", "u"))(x), {1, 5}, {-2, -0.0f, 1, 2, 3});
  expect_equal(must(unary("Sign", "u"))(x), {1, 5}, {-1, -1, 1, 1, 1});
}

// NumPy's float16 of the same values: the ends of its range, halves of its spacing.
TEST(UnaryLayer, RoundsToHalf) {
  const Tensor x = tensor({1, 8}, {1.0f / 3.0f, 65519.0f, 65520.0f, 1e-8f, 6e-8f, 1.0f + 0x1p-11f,
                                   1.0f + 3 * 0x1p-11f, -1e30f});
  expect_equal(
      must(unary("ToHalf", "u"))(x), {1, 8},
      {0.333251953125f, 65504.0f, kInfinity, 0.0f, 0x1p-24f, 1.0f, 1.001953125f, -kInfinity});
}

TEST(UnaryLayer, KeepsWhatIsNoNumber) {
  const Tensor x = tensor({1, 1}, {std::numeric_limits<float>::quiet_NaN()});
  for (const char* name : {"Abs", "Sign", "HardSigmoid", "Celu", "Selu", "Shrink", "ToHalf"}) {
    EXPECT_TRUE(std::isnan(must(must(unary(name, "u", 1.0f, 1.0f))(x)).data()[0])) << name;
  }
  EXPECT_EQ(sentence(unary("Cube", "u")), "u (Cube): the function is not known");
}

TEST(SoftmaxLayer, OverSeveralAxesTogether) {
  const Tensor zeros(Shape{2, 2, 2, 3});
  expect_close(must(softmax_over({1, 3}, "s"))(zeros), std::vector<float>(24, 1.0f / 6.0f));
  const Tensor values = tensor({1, 2, 2}, {0, 1, 2, 3});
  const auto all = must(must(softmax_over({1, 2}, "s"))(values));
  expect_close(must(softmax_over({1}, "s"))(tensor({1, 4}, {0, 1, 2, 3})), to_vector(all));
  expect_close(must(log_softmax_over({-1}, "s"))(values),
               {-1.3132617f, -0.3132617f, -1.3132617f, -0.3132617f});
  EXPECT_EQ(sentence(softmax_over({0, 1}, "s")), "s (Softmax): axis 0 is the batch");
  EXPECT_EQ(sentence(must(softmax_over({1, -1}, "s"))(tensor({1, 1}, {0}))),
            "s (Softmax): axis 1 of (1, 1) is named twice");
}

TEST(ReduceLayer, EveryKind) {
  const Tensor values = tensor({1, 2, 2}, {1, -2, 3, 4});
  const auto reduced = [&values](ReduceKind kind) {
    return must(reduce({.kind = kind, .axes = {1}}))(values);
  };
  expect_equal(reduced(ReduceKind::kMean), {1, 2}, {2, 1});
  expect_equal(reduced(ReduceKind::kSum), {1, 2}, {4, 2});
  expect_equal(reduced(ReduceKind::kMax), {1, 2}, {3, 4});
  expect_equal(reduced(ReduceKind::kMin), {1, 2}, {1, -2});
  expect_equal(reduced(ReduceKind::kProduct), {1, 2}, {3, -8});
  expect_equal(reduced(ReduceKind::kL1), {1, 2}, {4, 6});
  expect_close(reduced(ReduceKind::kL2), {3.1622777f, 4.4721360f});
  expect_equal(reduced(ReduceKind::kSumSquare), {1, 2}, {10, 20});
  expect_close(reduced(ReduceKind::kLogSum), {1.3862944f, 0.69314718f});
  expect_close(reduced(ReduceKind::kLogSumExp), {3.1269280f, 4.0024757f});
}

TEST(ReduceLayer, AxesAndExtents) {
  const Tensor values = counting({2, 2, 3});
  expect_equal(must(reduce({.kind = ReduceKind::kSum, .axes = {-1, 1}, .keep_dims = true}))(values),
               {2, 1, 1}, {15, 51});
  const LayerHandle layer = must(reduce({.axes = {1}}));
  EXPECT_EQ(must(layer->output_shape(std::array{PartialShape{-1, -1, 7}})), (PartialShape{-1, 7}));
  EXPECT_EQ(sentence(reduce({.axes = {0}})), "reduce (ReduceMean): axis 0 is the batch");
  EXPECT_EQ(sentence(must(reduce({.axes = {3}}))(values)),
            "reduce (ReduceMean): axis 3 is not an axis of (2, 2, 3)");
}

TEST(ItemNormalization, GroupsOfChannels) {
  // Four channels in two groups: 1 and 3 beside 10 and 10.
  const Tensor values = tensor({1, 1, 1, 4}, {1, 3, 10, 10});
  ItemNormalizationOptions options{.axes = {1, 2}, .groups = 2, .epsilon = 0.0f};
  options.epsilon = 1e-12f;
  expect_close(must(item_normalization(options))(values), {-1, 1, 0, 0});
  const Tensor gamma = tensor({1, 1, 1, 4}, {2, 2, 2, 2});
  const Tensor beta = tensor({1, 1, 1, 4}, {1, 2, 3, 4});
  expect_close(must(item_normalization(options, gamma.clone(), beta.clone()))(values),
               {-1, 4, 3, 4});
  options.groups = 3;
  EXPECT_EQ(sentence(must(item_normalization(options))(values)),
            "layer_normalization (LayerNormalization): the channels of (1, 1, 1, 4) cannot be "
            "divided into 3 groups");
}

TEST(ItemNormalization, WithoutAMean) {
  ItemNormalizationOptions options{.epsilon = 0.0f, .centered = false};
  expect_close(must(item_normalization(options))(tensor({1, 2}, {3, 4})),
               {0.84852814f, 1.1313708f});
  const Tensor gamma = tensor({1, 3}, {1, 2, 3});
  EXPECT_EQ(sentence(must(item_normalization(options, gamma.clone()))(tensor({1, 2}, {3, 4}))),
            "layer_normalization (LayerNormalization): the gamma of shape (1, 3) does not fit an "
            "input of shape (1, 2)");
}

TEST(LocalResponse, ChannelsAround) {
  const Tensor values = tensor({1, 1, 1, 3}, {1, 2, 3});
  // 1 + 3 / 3 * the sum of 1 + 4, 1 + 4 + 9 and 4 + 9, to the power of -1.
  expect_close(must(local_response_normalization(
                   {.size = 3, .alpha = 3.0f, .beta = 1.0f, .bias = 1.0f}))(values),
               {1.0f / 6.0f, 2.0f / 15.0f, 3.0f / 14.0f});
  EXPECT_EQ(sentence(local_response_normalization({.name = "n", .size = 0})),
            "n (LRN): the size must be from 1 to 1048576, found 0");
}

TEST(PowerLayer, OfTwoInputsAndAConstant) {
  expect_equal(power()({tensor({1, 2}, {2, 3}), tensor({1, 2}, {3, 2})}), {1, 2}, {8, 9});
  const Tensor two = tensor({1, 1}, {2});
  expect_equal(must(merge_constant(MergeKind::kPower, two.clone(), true))(tensor({1, 2}, {3, 4})),
               {1, 2}, {8, 16});
}

TEST(ConvolutionTranspose, GroupsAreConvolutionsOfTheirOwn) {
  const Tensor picture = counting({1, 2, 2, 4});
  const Tensor kernel = counting({2, 2, 3, 4}, -20.0f);  // (KH, KW, filters / groups, channels)
  Conv2DTransposeOptions options{.strides = {2, 1}, .edges = Edges{}, .groups = 2};
  const Tensor found = must(must(conv2d_transpose(options, kernel.clone()))(picture));
  EXPECT_EQ(found.shape(), (Shape{1, 4, 3, 6}));
  options.groups = 1;
  for (const int group : {0, 1}) {
    const auto share = [group](const Tensor& all) {
      return must(must(slice(3, group * 2, group * 2 + 2))(all));
    };
    const Tensor alone = must(must(conv2d_transpose(options, share(kernel)))(share(picture)));
    expect_equal(must(slice(3, group * 3, group * 3 + 3))(found), alone.shape(), to_vector(alone));
  }
  options.groups = 3;
  EXPECT_EQ(sentence(conv2d_transpose(options, kernel.clone())),
            "conv2d_transpose (Conv2DTranspose): 4 channels cannot be divided into 3 groups");
}

TEST(ResampleLayer, PlacesOfPixels) {
  const Tensor row = counting({1, 1, 4, 1});
  const auto resampled = [&row](Sampling sampling, float scale) {
    return must(resample({.sampling = sampling, .scales = {1.0f, scale}}))(row);
  };
  using C = Coordinates;
  constexpr auto kLinear = Interpolation::kBilinear;
  expect_close(resampled({kLinear, C::kAlignCorners}, 1.75f), {0, 0.5f, 1, 1.5f, 2, 2.5f, 3});
  expect_close(resampled({kLinear, C::kAsymmetric}, 2), {0, 0.5f, 1, 1.5f, 2, 2.5f, 3, 3});
  expect_close(resampled({kLinear, C::kHalfPixel}, 0.5f), {0.5f, 2.5f});
  expect_close(resampled({kLinear, C::kPytorchHalfPixel}, 0.25f), {0});
  constexpr auto kNearest = Interpolation::kNearest;
  expect_close(resampled({kNearest, C::kTfHalfPixelForNn, NearestPixel::kFloor}, 0.5f), {1, 3});
  expect_close(resampled({kNearest, C::kAsymmetric, NearestPixel::kCeil}, 1.5f),
               {0, 1, 2, 2, 3, 3});
  expect_close(resampled({kNearest, C::kHalfPixel, NearestPixel::kRoundPreferFloor}, 0.5f), {0, 2});
  expect_close(resampled({kNearest, C::kHalfPixel, NearestPixel::kRoundPreferCeil}, 0.5f), {1, 3});
  EXPECT_EQ(sentence(resample({.scales = {0.0f, 1.0f}})),
            "resize (Resize): the scales must be above 0 and at most 1048576, found 0");
}

}  // namespace
}  // namespace convlens::nn
