// Every layer without a window, on numbers that can be followed by hand.
#include "nn/layers/layers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "nn/values.h"

namespace convlens::nn {
namespace {

using tests::counting;
using tests::expect_equal;
using tests::must;
using tests::sentence;
using tests::tensor;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

TEST(MaxPooling2DLayer, TakesTheLargest) {
  const LayerHandle layer = must(max_pooling2d({}));
  EXPECT_EQ(layer->type(), "MaxPooling2D");
  expect_equal(layer(counting({1, 4, 5, 1})), {1, 2, 2, 1}, {6, 8, 16, 18});
}

TEST(MaxPooling2DLayer, PaddingNeverWins) {
  const LayerHandle layer = must(max_pooling2d(
      {.pool_size = {3, 3}, .strides = HeightWidth{1, 1}, .padding = conv::Padding::kSame}));
  expect_equal(layer(tensor({1, 1, 3, 1}, {-5, -7, -9})), {1, 1, 3, 1}, {-5, -5, -7});
}

// Windows of two by two are taken in one pass.
TEST(MaxPooling2DLayer, TheLargestOfFourWhereverItStands) {
  const LayerHandle layer = must(max_pooling2d({}));
  for (std::size_t place = 0; place < 4; ++place) {
    std::vector<float> window{-3, -kInfinity, -7, -5};
    window[place] = -1;
    expect_equal(layer(tensor({1, 2, 2, 1}, window)), {1, 1, 1, 1}, {-1});
    window[place] = kNan;
    EXPECT_TRUE(std::isnan(must(layer(tensor({1, 2, 2, 1}, window))).data()[0])) << place;
  }
}

TEST(MaxPooling2DLayer, NaNStays) {
  const LayerHandle layer = must(max_pooling2d({.pool_size = {1, 3}}));
  for (const std::vector<float>& row :
       {std::vector{kNan, 1.0f, 2.0f}, {1.0f, kNan, 2.0f}, {1.0f, 2.0f, kNan}}) {
    EXPECT_TRUE(std::isnan(must(layer(tensor({1, 1, 3, 1}, row))).data()[0]));
  }
}

TEST(AveragePooling2DLayer, PaddingDoesNotCount) {
  const LayerHandle layer = must(average_pooling2d(
      {.pool_size = {1, 3}, .strides = HeightWidth{1, 1}, .padding = conv::Padding::kSame}));
  EXPECT_EQ(layer->type(), "AveragePooling2D");
  expect_equal(layer(tensor({1, 1, 3, 1}, {2, 4, 9})), {1, 1, 3, 1}, {3, 5, 6.5f});
}

TEST(GlobalPooling2DLayer, OverWholePictures) {
  const Tensor values = counting({2, 2, 2, 2});
  expect_equal(global_average_pooling2d()(values), {2, 2}, {3, 4, 11, 12});
  expect_equal(global_max_pooling2d()(values), {2, 2}, {6, 7, 14, 15});
  expect_equal(global_max_pooling2d({.keep_dims = true})(values), {2, 1, 1, 2}, {6, 7, 14, 15});
}

TEST(DenseLayer, MultipliesTheLastAxis) {
  const LayerHandle layer =
      must(dense({}, tensor({2, 3}, {1, 2, 3, 10, 20, 30}), tensor({3}, {0, 0, 1})));
  expect_equal(layer(tensor({2, 2}, {1, 1, 2, 0})), {2, 3}, {11, 22, 34, 2, 4, 7});
  expect_equal(layer(tensor({1, 2, 1, 2}, {1, 1, 2, 0})), {1, 2, 1, 3}, {11, 22, 34, 2, 4, 7});
}

// Whole numbers are exact whatever the order of the sums. Many rows go another way than few, in
// pictures of 24.
TEST(DenseLayer, ManyRowsGiveWhatEachGivesAlone) {
  for (const std::int64_t units : {1, 3, 16, 19}) {
    const LayerHandle layer = must(dense({.activation = Activation::kRelu},
                                         counting({5, units}, -20.0f), counting({units}, -3.0f)));
    for (const std::int64_t rows : {1, 23, 24, 25, 47, 48, 61}) {
      Tensor values = counting({rows, 5}, -77.0f);
      const Tensor together = must(layer(values));
      ASSERT_EQ(together.shape(), (Shape{rows, units}));
      for (std::int64_t row = 0; row < rows; ++row) {
        const Tensor alone = must(layer(counting({1, 5}, -77.0f + 5.0f * static_cast<float>(row))));
        for (std::int64_t unit = 0; unit < units; ++unit) {
          ASSERT_EQ(together.values()[static_cast<std::size_t>(row * units + unit)],
                    alone.values()[static_cast<std::size_t>(unit)])
              << row << " of " << rows << ", " << unit << " of " << units;
        }
      }
    }
  }
}

TEST(DenseLayer, ManyRowsNeedNoBias) {
  const Tensor found = must(must(dense({}, tensor({2, 1}, {1, 10})))(counting({5, 10, 2})));
  ASSERT_EQ(found.shape(), (Shape{5, 10, 1}));
  for (std::size_t row = 0; row < 50; ++row) {
    ASSERT_EQ(found.values()[row], 22.0f * static_cast<float>(row) + 10.0f);
  }
}

TEST(FlattenLayer, KeepsTheOrderOfHeightWidthChannels) {
  expect_equal(flatten()(counting({2, 1, 2, 2})), {2, 4}, {0, 1, 2, 3, 4, 5, 6, 7});
  expect_equal(flatten()(counting({3})), {3, 1}, {0, 1, 2});
}

TEST(ReshapeLayer, OneExtentMayBeLeftOpen) {
  expect_equal(must(reshape({3, 2}))(counting({1, 2, 3})), {1, 3, 2}, {0, 1, 2, 3, 4, 5});
  EXPECT_EQ(must(must(reshape({2, -1, 2}))(counting({5, 12}))).shape(), (Shape{5, 2, 3, 2}));
}

TEST(IdentityLayers, ChangeNothing) {
  expect_equal(dropout()(counting({1, 3})), {1, 3}, {0, 1, 2});
  EXPECT_EQ(dropout()->type(), "Dropout");
  EXPECT_EQ(identity("GaussianNoise", "noise")->type(), "GaussianNoise");
}

TEST(BatchNormalizationLayer, UsesTheMovingStatistics) {
  // (x - 1) / sqrt(3 + 1) * 4 + 10 in channel 0, (x - 2) / sqrt(15 + 1) in channel 1.
  const LayerHandle layer =
      must(batch_normalization({.epsilon = 1.0f}, {.gamma = tensor({2}, {4, 1}),
                                                   .beta = tensor({2}, {10, 0}),
                                                   .moving_mean = tensor({2}, {1, 2}),
                                                   .moving_variance = tensor({2}, {3, 15})}));
  expect_equal(layer(tensor({1, 2, 2}, {1, 2, 3, 6})), {1, 2, 2}, {10, 0, 14, 1});
}

TEST(BatchNormalizationLayer, AlongAnyAxisWithoutScaleOrOffset) {
  const LayerHandle layer = must(batch_normalization(
      {.axis = 1, .epsilon = 0.0f},
      {.moving_mean = tensor({2}, {1, 2}), .moving_variance = tensor({2}, {1, 4})}));
  EXPECT_EQ(layer->weights().size(), 2U);
  expect_equal(layer(tensor({1, 2, 2}, {1, 2, 4, 6})), {1, 2, 2}, {0, 1, 1, 2});
}

TEST(ReLULayer, Options) {
  const LayerHandle layer =
      must(relu({.max_value = 4.0f, .negative_slope = 0.5f, .threshold = 1.0f}));
  expect_equal(layer(tensor({1, 5}, {-3, 1, 2, 4, 9})), {1, 5}, {-2, 0, 2, 4, 4});
  expect_equal(must(relu())(tensor({1, 3}, {-kInfinity, 2, kInfinity})), {1, 3}, {0, 2, kInfinity});
  EXPECT_TRUE(std::isnan(must(must(relu())(tensor({1, 1}, {kNan}))).data()[0]));
}

TEST(SlopeLayers, HaveTheirSlopeBelowZero) {
  expect_equal(must(leaky_relu(0.5f))(tensor({1, 2}, {-4, 4})), {1, 2}, {-2, 4});
  expect_equal(elu(2.0f)(tensor({1, 2}, {-kInfinity, 4})), {1, 2}, {-2, 4});
  // Slopes (1, 2): shared along the height of (N, 2, 2).
  const LayerHandle shared = must(prelu(tensor({1, 2}, {1, 10})));
  expect_equal(shared(tensor({1, 2, 2}, {-1, -2, -3, 4})), {1, 2, 2}, {-1, -20, -3, 4});
  const LayerHandle own = must(prelu(tensor({2, 2}, {1, 2, 3, 4})));
  expect_equal(own(tensor({1, 2, 2}, {-1, -1, -1, -1})), {1, 2, 2}, {-1, -2, -3, -4});
}

TEST(SoftmaxLayer, AlongAnyAxis) {
  // Whatever the size of the values: equal ones share, and what is far below the largest is 0.
  expect_equal(must(softmax())(tensor({1, 2, 2}, {1000, 1000, -1000, 1000})), {1, 2, 2},
               {0.5f, 0.5f, 0, 1});
  expect_equal(must(softmax(1))(tensor({1, 2, 2}, {1000, 1000, -1000, 1000})), {1, 2, 2},
               {1, 0.5f, 0, 0.5f});
}

TEST(MergeLayers, ValueByValue) {
  const Tensor a = tensor({1, 3}, {1, 5, 3});
  const Tensor b = tensor({1, 3}, {4, 2, 3});
  const Tensor c = tensor({1, 3}, {1, 1, 3});
  expect_equal(add()({a, b, c}), {1, 3}, {6, 8, 9});
  expect_equal(subtract()({a, b}), {1, 3}, {-3, 3, 0});
  expect_equal(multiply()({a, b, c}), {1, 3}, {4, 10, 27});
  expect_equal(average()({a, b, c}), {1, 3}, {2, 8.0f / 3.0f, 3});
  expect_equal(maximum()({a, b, c}), {1, 3}, {4, 5, 3});
  expect_equal(minimum()({a, b, c}), {1, 3}, {1, 1, 3});
}

TEST(MergeLayers, RepeatAnExtentOfOne) {
  const Tensor picture = counting({1, 2, 2, 2});
  expect_equal(multiply()({picture, tensor({1, 1, 1, 2}, {1, 10})}), {1, 2, 2, 2},
               {0, 10, 2, 30, 4, 50, 6, 70});
  expect_equal(add()({tensor({1, 1, 2, 1}, {10, 20}), picture}), {1, 2, 2, 2},
               {10, 11, 22, 23, 14, 15, 26, 27});
}

TEST(ConcatenateLayer, SideBySide) {
  const Tensor a = counting({2, 1, 2});
  const Tensor b = counting({2, 1, 1}, 10.0f);
  expect_equal(must(concatenate())({a, b}), {2, 1, 3}, {0, 1, 10, 2, 3, 11});
  expect_equal(must(concatenate(1))({a, a}), {2, 2, 2}, {0, 1, 0, 1, 2, 3, 2, 3});
}

TEST(FrameLayers, AddAndTakeEdges) {
  const LayerHandle padding = must(zero_padding2d({.top = 1, .left = 1, .right = 2}));
  expect_equal(padding(tensor({1, 1, 2, 1}, {1, 2})), {1, 2, 5, 1}, {0, 0, 0, 0, 0, 0, 1, 2, 0, 0});
  const LayerHandle cropping = must(cropping2d({.top = 1, .right = 1}));
  expect_equal(cropping(counting({1, 2, 3, 1})), {1, 1, 2, 1}, {3, 4});
}

TEST(UpSampling2DLayer, NearestAndBilinear) {
  const Tensor row = tensor({1, 1, 2, 1}, {0, 4});
  expect_equal(must(up_sampling2d({2, 2}))(row), {1, 2, 4, 1}, {0, 0, 4, 4, 0, 0, 4, 4});
  // Centres at -0.25, 0.25, 0.75, 1.25 of the input.
  expect_equal(must(up_sampling2d({1, 2}, Interpolation::kBilinear))(row), {1, 1, 4, 1},
               {0, 1, 3, 4});
}

TEST(CenterCropLayer, CutsOrResizes) {
  expect_equal(must(center_crop({1, 2}))(counting({1, 4, 5, 1})), {1, 1, 2, 1}, {6, 7});
  // 1 by 4 to 2 by 4: the largest part of that aspect is 1 by 2, its columns 1 and 2.
  expect_equal(must(center_crop({2, 4}))(tensor({1, 1, 4, 1}, {9, 0, 4, 9})), {1, 2, 4, 1},
               {0, 1, 3, 4, 0, 1, 3, 4});
}

TEST(RescalingLayer, OneValueOrOneAChannel) {
  expect_equal(must(rescaling({2}, {1}))(tensor({1, 1, 1, 2}, {3, 4})), {1, 1, 1, 2}, {7, 9});
  expect_equal(must(rescaling({2, 10}, {1, 0}))(tensor({1, 1, 1, 2}, {3, 4})), {1, 1, 1, 2},
               {7, 40});
}

TEST(ResizingLayer, KeepsTheAspectOnRequest) {
  const Tensor row = tensor({1, 1, 4, 1}, {9, 0, 4, 9});
  const LayerHandle nearest =
      must(resizing({.size = {1, 2}, .interpolation = Interpolation::kNearest}));
  expect_equal(nearest(row), {1, 1, 2, 1}, {0, 9});
  const LayerHandle cut = must(resizing({.size = {2, 4}, .crop_to_aspect_ratio = true}));
  expect_equal(cut(row), {1, 2, 4, 1}, {0, 1, 3, 4, 0, 1, 3, 4});
}

TEST(ActivationNames, AreKerasOwn) {
  EXPECT_EQ(activation_from_name("swish"), Activation::kSilu);
  EXPECT_EQ(activation_name(Activation::kSilu), "silu");
  EXPECT_EQ(sentence(activation_from_name("maxout")), "the activation \"maxout\" is not supported");
}

TEST(ActivationFunctions, AtTheEnds) {
  const auto at = [](Activation which, float x) {
    apply_activation(which, {&x, 1}, 1);
    return x;
  };
  EXPECT_EQ(at(Activation::kSigmoid, -kInfinity), 0.0f);
  EXPECT_EQ(at(Activation::kSigmoid, kInfinity), 1.0f);
  EXPECT_EQ(at(Activation::kSigmoid, 0.0f), 0.5f);
  EXPECT_EQ(at(Activation::kSoftplus, -kInfinity), 0.0f);
  EXPECT_EQ(at(Activation::kSoftplus, 1000.0f), 1000.0f);
  EXPECT_EQ(at(Activation::kHardSigmoid, 3.0f), 1.0f);
  EXPECT_EQ(at(Activation::kElu, -kInfinity), -1.0f);
  EXPECT_EQ(at(Activation::kSoftmax, 17.0f), 1.0f);
  for (const Activation which :
       {Activation::kRelu, Activation::kRelu6, Activation::kLeakyRelu, Activation::kElu,
        Activation::kSelu, Activation::kSigmoid, Activation::kHardSigmoid, Activation::kTanh,
        Activation::kSoftmax, Activation::kSoftplus, Activation::kSoftsign, Activation::kSilu,
        Activation::kHardSilu, Activation::kGelu, Activation::kExponential}) {
    EXPECT_TRUE(std::isnan(at(which, kNan))) << activation_name(which);
  }
}

TEST(LayerErrors, AreSentences) {
  const LayerHandle output = must(dense({.name = "out"}, Tensor(Shape{4, 3})));
  EXPECT_EQ(sentence(output(Tensor(Shape{2, 5}))),
            "out (Dense): the input must be of shape (batch, ..., 4), found (2, 5)");
  EXPECT_EQ(sentence(output(Tensor(Shape{4}))),
            "out (Dense): the input must be of shape (batch, ..., 4), found (4,)");
  EXPECT_EQ(sentence(must(reshape({4, -1}))(Tensor(Shape{1, 6}))),
            "reshape (Reshape): an input of shape (1, 6) cannot become (1, 4, None)");
  EXPECT_EQ(sentence(reshape({-1, -1})),
            "reshape (Reshape): the target shape leaves 2 extents open, at most 1 can be");
  EXPECT_EQ(sentence(add()({Tensor(Shape{1, 2}), Tensor(Shape{1, 3})})),
            "add (Add): inputs of shapes (1, 2) and (1, 3) do not fit each other");
  EXPECT_EQ(sentence(add()(Tensor(Shape{1, 2}))), "add (Add): expected at least 2 inputs, found 1");
  EXPECT_EQ(sentence(must(concatenate(1))({Tensor(Shape{1, 2, 2}), Tensor(Shape{1, 2, 3})})),
            "concatenate (Concatenate): inputs of shapes (1, 2, 2) and (1, 2, 3) cannot stand side "
            "by side along axis 1");
  EXPECT_EQ(sentence(must(concatenate(2))({Tensor(Shape{1, 2}), Tensor(Shape{1, 2})})),
            "concatenate (Concatenate): axis 2 is not an axis of (1, 2)");
  EXPECT_EQ(sentence(softmax(0)), "softmax (Softmax): axis 0 is the batch");
  EXPECT_EQ(sentence(must(cropping2d({.top = 2, .bottom = 1}))(Tensor(Shape{1, 3, 3, 1}))),
            "cropping2d (Cropping2D): cropping leaves nothing of (1, 3, 3, 1): 3 of 3 pixels go");
  EXPECT_EQ(sentence(zero_padding2d({.left = -1})),
            "zero_padding2d (ZeroPadding2D): the padding must be from 0 to 1048576 on each side, "
            "found -1");
  EXPECT_EQ(sentence(relu({.negative_slope = -1.0f})),
            "relu (ReLU): the slope must not be negative, found -1");
  EXPECT_EQ(sentence(must(rescaling({1, 2, 3}))(Tensor(Shape{1, 4}))),
            "rescaling (Rescaling): 3 values do not fit an input of shape (1, 4)");
  EXPECT_EQ(sentence(must(prelu(Tensor(Shape{2})))(Tensor(Shape{1, 3}))),
            "p_re_lu (PReLU): the slopes (2,) do not fit an input of shape (1, 3)");
  EXPECT_EQ(
      sentence(batch_normalization({}, {.gamma = Tensor(Shape{3}),
                                        .moving_mean = Tensor(Shape{2}),
                                        .moving_variance = Tensor(Shape{2})})),
      "batch_normalization (BatchNormalization): the gamma must be of shape (channels,), that "
      "of the moving mean, found (3,)");
}

TEST(LayerWeights, AreReplacedAndShared) {
  const LayerHandle layer =
      must(dense({.name = "out"}, tensor({1, 2}, {1, 2}), tensor({2}, {3, 4})));
  EXPECT_EQ(layer->parameter_count(), 4U);
  const LayerHandle changed = must(layer->with_weight("bias", tensor({2}, {5, 6})));
  expect_equal(changed(tensor({1, 1}, {1})), {1, 2}, {6, 8});
  expect_equal(layer(tensor({1, 1}, {1})), {1, 2}, {4, 6});
  EXPECT_EQ(changed->weights()[0].value, layer->weights()[0].value);
  EXPECT_NE(changed->weights()[1].value, layer->weights()[1].value);
  EXPECT_EQ(sentence(layer->with_weight("bias", Tensor(Shape{3}))),
            "out (Dense): the bias must be of shape (2,), found (3,)");
  EXPECT_EQ(sentence(layer->with_weight("gamma", Tensor(Shape{3}))),
            "out (Dense) has no weight called gamma");
  EXPECT_EQ(sentence(layer->with_weights({})), "out (Dense) has 2 weights, found 0 new values");
}

TEST(PartialShapes, StayPartial) {
  const PartialShape unknown{-1, -1, -1, 3};
  const LayerHandle conv = must(conv2d({.strides = {2, 2}}, Tensor(Shape{3, 3, 3, 8})));
  const auto through = [](const LayerHandle& layer, const PartialShape& shape) {
    return to_string(must(layer->output_shape(std::span(&shape, 1))));
  };
  EXPECT_EQ(through(conv, unknown), "(None, None, None, 8)");
  EXPECT_EQ(through(conv, {-1, 9, -1, 3}), "(None, 4, None, 8)");
  EXPECT_EQ(through(must(max_pooling2d({})), unknown), "(None, None, None, 3)");
  EXPECT_EQ(through(global_average_pooling2d(), unknown), "(None, 3)");
  EXPECT_EQ(through(flatten(), unknown), "(None, None)");
  EXPECT_EQ(through(flatten(), {-1, 4, 5, 3}), "(None, 60)");
  EXPECT_EQ(through(must(reshape({-1, 3})), unknown), "(None, None, 3)");
  EXPECT_EQ(through(must(up_sampling2d({2, 3})), {-1, 4, -1, 3}), "(None, 8, None, 3)");
  EXPECT_EQ(through(must(center_crop({4, 5})), unknown), "(None, 4, 5, 3)");
  EXPECT_EQ(sentence(unknown.complete()), "the shape (None, None, None, 3) is not wholly known");
  EXPECT_FALSE(PartialShape::checked(std::vector<std::int64_t>{1, -2}));
  EXPECT_FALSE(PartialShape::checked(std::vector<std::int64_t>{std::int64_t{1} << 41}));
}

}  // namespace
}  // namespace convlens::nn
