#include "lab/document/filter_bank.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "lab/networks.h"

namespace convlens::lab {
namespace {

using nn::tests::counting;
using testing::color_model;
using testing::conv_layer;
using testing::kConv1;
using testing::kConv2;
using testing::kScores;
using testing::must;
using testing::same_bits;

constexpr std::int64_t kAny = nn::PartialShape::kUnknown;

// A model of one convolution whose every weight tells its own place.
nn::Model counting_conv(const Shape& kernel) {
  return must(nn::Model::sequential({kAny, kAny, kernel[2]},
                                    {must(nn::conv2d({.name = "conv"}, counting(kernel)))}));
}

nn::Model counting_depthwise(const Shape& kernel) {
  return must(nn::Model::sequential(
      {kAny, kAny, kernel[2]},
      {must(nn::depthwise_conv2d({.name = "depthwise"}, counting(kernel),
                                 counting({kernel[2] * kernel[3]}, 1000.0f)))}));
}

float in_kernel(const Shape& shape, int row, int column, int c, int f) {
  return static_cast<float>(((row * shape[1] + column) * shape[2] + c) * shape[3] + f);
}

TEST(FilterBank, HoldsTheFiltersOfAConvolution) {
  const Shape shape{2, 5, 3, 4};
  const nn::Model model = counting_conv(shape);
  const auto bank = filter_bank(model, 0, false);
  ASSERT_TRUE(bank);
  EXPECT_EQ(bank->name, "conv");
  EXPECT_EQ((std::array{bank->height, bank->width, bank->channels}), (std::array{2, 5, 3}));
  EXPECT_EQ(bank->count, 4u);
  EXPECT_FALSE(bank->bgr);
  EXPECT_TRUE(bank->bias.values().empty());
  for (int f = 0; f < 4; ++f) {
    const Filter filter = filter_of(*bank, static_cast<std::size_t>(f));
    EXPECT_EQ(filter.name, fmt::format("conv [{}]", f));
    EXPECT_TRUE(bank->has_shape_of(filter));
    for (int row = 0; row < 2; ++row) {
      for (int column = 0; column < 5; ++column) {
        for (int c = 0; c < 3; ++c) {
          EXPECT_EQ(filter.at(row, column, c), in_kernel(shape, row, column, c, f));
        }
      }
    }
  }
}

// Filter c * multiplier + m of a depthwise convolution is [:, :, c, m] of its kernel.
TEST(FilterBank, ADepthwiseFilterHasOneChannel) {
  const Shape shape{3, 2, 3, 2};
  const nn::Model model = counting_depthwise(shape);
  const auto bank = filter_bank(model, 0, true);
  ASSERT_TRUE(bank);
  EXPECT_EQ((std::array{bank->height, bank->width, bank->channels}), (std::array{3, 2, 1}));
  EXPECT_EQ(bank->count, 6u);
  EXPECT_FALSE(bank->bgr) << "a filter of one channel has no order";
  EXPECT_EQ(bank->bias.values()[5], 1005.0f);
  for (int f = 0; f < 6; ++f) {
    const Filter filter = filter_of(*bank, static_cast<std::size_t>(f));
    for (int row = 0; row < 3; ++row) {
      for (int column = 0; column < 2; ++column) {
        EXPECT_EQ(filter.at(row, column, 0), in_kernel(shape, row, column, f / 2, f % 2));
      }
    }
  }
}

TEST(FilterBank, AFilterPutInComesOutAndChangesNoOther) {
  for (const bool bgr : {false, true}) {
    for (const nn::Model& model : {counting_conv({3, 5, 3, 4}), counting_conv({2, 2, 7, 3}),
                                   counting_depthwise({3, 3, 3, 2})}) {
      SCOPED_TRACE(fmt::format("{} bgr {}", model.layer(0)->type(), bgr));
      const auto bank = filter_bank(model, 0, bgr);
      ASSERT_TRUE(bank);
      Filter filter = zero_filter("new", bank->height, bank->width, bank->channels);
      for (std::size_t i = 0; i < filter.weights.size(); ++i) {
        filter.weights[i] = -1.0f - static_cast<float>(i);
      }
      const nn::Model next = must(with_kernel(model, 0, kernel_with(*bank, 1, filter)));
      const auto changed = filter_bank(next, 0, bgr);
      for (std::size_t f = 0; f < bank->count; ++f) {
        EXPECT_EQ(filter_of(*changed, f).weights,
                  f == 1 ? filter.weights : filter_of(*bank, f).weights);
      }
    }
  }
}

// Blue stands first in the kernel of a network that sees BGR, red in every Filter.
TEST(FilterBank, FiltersAreInRgbWhateverTheNetworkSees) {
  const Shape shape{1, 2, 3, 2};
  const nn::Model model = counting_conv(shape);
  const auto bank = filter_bank(model, 0, true);
  ASSERT_TRUE(bank && bank->bgr);
  const Filter filter = filter_of(*bank, 1);
  for (int column = 0; column < 2; ++column) {
    for (int c = 0; c < 3; ++c) {
      EXPECT_EQ(filter.at(0, column, c), in_kernel(shape, 0, column, 2 - c, 1));
    }
  }
}

TEST(FilterBank, OnlyAFirstLayerOfThreeChannelsSeesBgr) {
  const nn::Model model = must(
      nn::Model::sequential({kAny, kAny, 3}, {conv_layer({.name = "first"}, {3, 3, 3, 3}, 1),
                                              conv_layer({.name = "second"}, {3, 3, 3, 2}, 2)}));
  EXPECT_TRUE(filter_bank(model, 0, true)->bgr);
  EXPECT_FALSE(filter_bank(model, 1, true)->bgr);
  const nn::Model grey = counting_conv({3, 3, 1, 2});
  EXPECT_FALSE(filter_bank(grey, 0, true)->bgr);
}

// A unit's weights on the pixels are a filter of the picture's size; the kernel (H * W * C, units)
// holds them in the order of HWIO.
TEST(FilterBank, ADenseLayerOnPixelsHasAFilterForEachUnit) {
  const auto dense_model = [](const nn::PartialShape& item, std::vector<nn::LayerHandle> before) {
    before.push_back(testing::dense_layer(8 * 8 * 3, 2, 5));
    return must(nn::Model::sequential(item, before));
  };
  const nn::Model model = dense_model({8, 8, 3}, {nn::flatten()});
  const Tensor& kernel = *model.layer(1)->weights().front().value;  // (192, 2)
  const auto bank = filter_bank(model, 1, true);
  ASSERT_TRUE(bank && bank->bgr);
  EXPECT_EQ((std::array{bank->height, bank->width, bank->channels}), (std::array{8, 8, 3}));
  EXPECT_EQ(bank->count, 2u);
  EXPECT_EQ(filter_bank(model, 1, false)->bias.values()[1],
            model.layer(1)->weights()[1].value->values()[1]);
  const Filter unit = filter_of(*filter_bank(model, 1, false), 1);
  EXPECT_EQ(unit.at(3, 5, 2), kernel.values()[((3 * 8 + 5) * 3 + 2) * 2 + 1]);
  EXPECT_EQ(first_filter_layer(model), 1);
  EXPECT_FALSE(first_convolution(model));
  const Filter zero = zero_filter("zero", 8, 8, 3);
  const nn::Model next = must(with_kernel(model, 1, kernel_with(*bank, 0, zero)));
  EXPECT_EQ(next.layer(1)->weights().front().value->shape(), (Shape{192, 2}));
  EXPECT_EQ(filter_of(*filter_bank(next, 1, true), 0).weights, zero.weights);
  EXPECT_EQ(filter_of(*filter_bank(next, 1, true), 1).weights, filter_of(*bank, 1).weights);
  // What leaves every value in its place may stand before it, what does not may not.
  const nn::Model rescaled = dense_model({192}, {must(nn::rescaling({2.0f}))});
  EXPECT_TRUE(filter_bank(rescaled, 1, false));
  const nn::Model mixed =
      dense_model({192}, {must(nn::dense({.name = "mixing"}, Tensor({192, 192})))});
  EXPECT_FALSE(filter_bank(mixed, 1, false));
  const nn::Model turned =
      dense_model({8, 24, 1}, {must(nn::permute({0, 2, 1, 3})), nn::flatten()});
  EXPECT_FALSE(filter_bank(turned, 2, false));
}

TEST(FilterBank, OtherLayersHaveNone) {
  const nn::Model model = color_model();
  EXPECT_EQ(first_filter_layer(model), kConv1);
  for (int layer = -2; layer < model.layer_count() + 2; ++layer) {
    EXPECT_EQ(filter_bank(model, layer, false).has_value(), layer == kConv1 || layer == kConv2);
  }
}

TEST(WithKernel, SharesEverythingElse) {
  const nn::Model model = color_model();
  const nn::Model next = must(with_kernel(model, kConv2, Tensor({3, 3, 5, 4})));
  for (int layer = 0; layer < model.layer_count(); ++layer) {
    EXPECT_EQ(next.layer(layer).handle() == model.layer(layer).handle(), layer != kConv2);
  }
  EXPECT_EQ(next.layer(kConv2)->weights()[1].value, model.layer(kConv2)->weights()[1].value);
  EXPECT_EQ(next.layer(kConv2)->weights()[0].value->values()[0], 0.0f);
  EXPECT_FALSE(with_kernel(model, kConv2, Tensor({3, 3, 4, 5})).has_value());
}

TEST(Cosine, IsThatOfTheAngle) {
  const auto filter = [](std::vector<float> weights) {
    return Filter{"any", 1, static_cast<int>(weights.size()), 1, std::move(weights)};
  };
  EXPECT_EQ(cosine(filter({1, 2, 3}), filter({2, 4, 6})), 1.0);
  EXPECT_EQ(cosine(filter({1, 2, 3}), filter({-3, -6, -9})), -1.0);
  EXPECT_EQ(cosine(filter({1, 0, 0}), filter({0, 5, 0})), 0.0);
  EXPECT_EQ(cosine(filter({0, 0, 0}), filter({1, 1, 1})), 0.0);
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  EXPECT_TRUE(std::isnan(cosine(filter({1, 0, 0}), filter({kNan, 1, 1}))));
  EXPECT_TRUE(std::isnan(cosine(filter({1, 0, 0}), filter({1, kInfinity, 1}))));
  Filter muted = filter({3, 7, 0});
  muted.muted = {false, true, false};
  EXPECT_EQ(cosine(muted, filter({1, 0, 0})), 1.0) << "what is muted makes no map";
  EXPECT_NEAR(cosine(filter({1, 0}), filter({1, 1})), std::sqrt(0.5), 4 * 0x1p-53);
  // Squares beyond float's range.
  EXPECT_NEAR(cosine(filter({1e30f, 0}), filter({1e30f, 1e30f})), std::sqrt(0.5), 4 * 0x1p-53);
}

TEST(FirstConvolution, IsFoundBehindTheLayersThatLeadToIt) {
  const nn::LayerHandle scale = must(nn::rescaling({0.5f}));
  const nn::LayerHandle pad = must(nn::zero_padding2d({1, 2, 3, 4}));
  const nn::LayerHandle relu = must(nn::relu());
  const nn::LayerHandle conv =
      conv_layer({.name = "conv", .strides = {2, 1}, .dilation = {1, 3}}, {3, 3, 3, 2}, 1);
  const nn::Symbolic in = nn::input({kAny, kAny, 3});
  for (const nn::Model& model :
       {must(nn::Model::create(in, relu(conv(pad(scale(in)))))),
        must(nn::Model::sequential({kAny, kAny, 3}, {scale, pad, conv, relu}))}) {
    const auto first = first_convolution(model);
    ASSERT_TRUE(first);
    EXPECT_EQ(model.layer(first->layer).handle(), conv);
    EXPECT_EQ(first->before, (std::vector{scale, pad}));
    EXPECT_EQ(first->activation, relu);
    EXPECT_EQ(first->steps.strides, (nn::HeightWidth{2, 1}));
    EXPECT_EQ(first->steps.dilation, (nn::HeightWidth{1, 3}));
    EXPECT_EQ(first->steps.padding, nn::Padding::kValid);
  }
}

TEST(FirstConvolution, NeedsASinglePathFromThePicture) {
  const nn::Symbolic in = nn::input({kAny, kAny, 3});
  const nn::LayerHandle conv = conv_layer({.name = "conv"}, {1, 1, 3, 3}, 1);
  const nn::Symbolic sum = nn::add()({nn::tanh("a")(in), nn::sigmoid("b")(in)});
  EXPECT_FALSE(first_convolution(must(nn::Model::create(in, conv(sum)))));
  EXPECT_FALSE(first_convolution(must(nn::Model::create(in, nn::tanh("only")(in)))));
  // A branch behind it, or beside it, does no harm.
  const nn::Model beside = must(nn::Model::create(in, nn::add()({conv(in), in})));
  ASSERT_TRUE(first_convolution(beside));
  EXPECT_TRUE(first_convolution(beside)->before.empty());
}

TEST(FirstConvolution, TheActivationBehindItIsItsOnlyUsersLayer) {
  const nn::Symbolic in = nn::input({kAny, kAny, 3});
  const nn::LayerHandle conv = conv_layer({.name = "conv"}, {1, 1, 3, 3}, 1);
  const auto activation_of = [&in](const nn::Symbolic& out) {
    return first_convolution(must(nn::Model::create(in, out)))->activation;
  };
  const std::vector<nn::LayerHandle> activations{must(nn::relu()), must(nn::leaky_relu()),
                                                 must(nn::prelu(Tensor({1, 1, 3}))), nn::elu(),
                                                 nn::activation(nn::Activation::kRelu)};
  for (const nn::LayerHandle& layer : activations) {
    EXPECT_EQ(activation_of(layer(conv(in))), layer) << layer->type();
  }
  const nn::LayerHandle relu = activations.front();
  EXPECT_FALSE(activation_of(conv(in)));
  EXPECT_FALSE(activation_of(must(nn::max_pooling2d({}))(conv(in))));
  const nn::Symbolic sums = conv(in);
  EXPECT_FALSE(activation_of(nn::add()({relu(sums), sums}))) << "two users";
  EXPECT_FALSE(activation_of(nn::add()({nn::tanh("tanh")(sums), relu(sums)})));
  // A convolution that carries its activation has had it.
  const nn::LayerHandle carrying =
      conv_layer({.name = "carrying", .activation = nn::Activation::kTanh}, {1, 1, 3, 3}, 1);
  EXPECT_FALSE(activation_of(relu(carrying(in))));
}

TEST(FirstConvolution, OfAShippedShapeHasNothingBeforeIt) {
  const nn::Model model = color_model();
  const auto first = first_convolution(model);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->layer, kConv1);
  EXPECT_TRUE(first->before.empty());
  EXPECT_FALSE(first->activation);
  EXPECT_FALSE(filter_bank(model, kScores, false));
}

}  // namespace
}  // namespace convlens::lab
