#include "lab/document/network.h"

#include <gtest/gtest.h>

#include <array>
#include <limits>

#include "lab/document/weight_summary.h"
#include "lab/networks.h"
#include "nn/initializers.h"

namespace convlens::lab {
namespace {

using nn::tests::random_tensor;
using testing::after;
using testing::bench_with;
using testing::color_model;
using testing::color_network;
using testing::expect_same_weights;
using testing::grey_model;
using testing::kConv1;
using testing::kConv2;
using testing::must;
using testing::noise_moments;
using testing::noise_set;
using testing::same_bits;
using testing::shared;
using testing::trained_of;
using testing::weights_of;

// conv1 and conv2 painted over with weights of 24 bits.
Network painted_network(float morph) {
  Network network = fresh_network(color_network());
  nn::Random random(77);
  for (const int layer : {kConv1, kConv2}) {
    const Shape& shape = network.edited.layer(layer)->weights()[0].value->shape();
    network.edited = must(with_kernel(network.edited, layer, random_tensor(shape, random)));
  }
  network.morph = morph;
  return network;
}

TEST(FreshNetwork, IsAsItWasLoaded) {
  TrainedNetwork plain = trained_of("any", color_model());
  plain.preparation.scale = 255.0f;
  const auto trained = shared(std::move(plain));
  const Network network = fresh_network(trained);
  EXPECT_EQ(network.trained, trained);
  EXPECT_EQ(network.edited, trained->model);
  EXPECT_EQ(network.morph, 1.0f);
  EXPECT_EQ(network.preparation, trained->preparation);
  EXPECT_EQ(network.source, NetworkSource::kPicture);
  TrainedNetwork measured = trained_of("any", color_model());
  measured.test_set = noise_set(3, {8, 8, 3}, 3);
  EXPECT_EQ(fresh_network(shared(std::move(measured))).source, NetworkSource::kTestSet);
}

TEST(ShownModel, IsTheTrainedOneAt0AndTheEditedOneAt1) {
  const Network trained = painted_network(0.0f);
  EXPECT_EQ(shown_model(trained), trained.trained->model);
  const Network edited = painted_network(1.0f);
  EXPECT_EQ(shown_model(edited), edited.edited);
}

// Sums of a few numbers of 24 bits, which double holds exactly, rounded once.
TEST(ShownModel, LiesOnTheLineBetweenThemAndBeyond) {
  for (const float morph : {0.5f, 0.25f, -1.0f, 2.0f, 4.0f, -4.0f}) {
    SCOPED_TRACE(morph);
    const Network network = painted_network(morph);
    const nn::Model shown = shown_model(network);
    const double share = static_cast<double>(morph);
    for (const int layer : {kConv1, kConv2}) {
      const auto from = weights_of(network.trained->model, layer);
      const auto to = weights_of(network.edited, layer);
      const auto found = weights_of(shown, layer);
      for (std::size_t i = 0; i < found.size(); ++i) {
        const double expected =
            (1.0 - share) * static_cast<double>(from[i]) + share * static_cast<double>(to[i]);
        ASSERT_EQ(found[i], static_cast<float>(expected));
      }
    }
  }
}

TEST(ShownModel, SharesWhatWasNotPainted) {
  const Network network = painted_network(0.5f);
  const nn::Model& trained = network.trained->model;
  const nn::Model shown = shown_model(network);
  EXPECT_EQ(differing_layers(trained, shown), (std::vector{kConv1, kConv2}));
  for (int layer = 0; layer < trained.layer_count(); ++layer) {
    if (layer == kConv1 || layer == kConv2) continue;
    EXPECT_EQ(shown.layer(layer).handle(), trained.layer(layer).handle());
  }
  EXPECT_EQ(shown.layer(kConv1)->weights()[1].value, trained.layer(kConv1)->weights()[1].value)
      << "its bias was not painted";
}

TEST(DifferingLayers, AreThoseOfOtherWeights) {
  const nn::Model a = color_model();
  EXPECT_TRUE(differing_layers(a, a).empty());
  const nn::Model b = must(with_kernel(a, kConv2, Tensor({3, 3, 5, 4})));
  EXPECT_EQ(differing_layers(a, b), std::vector{kConv2});
  EXPECT_EQ(differing_layers(b, a), std::vector{kConv2});
}

TEST(TestItems, AreScaledTo0To1) {
  const auto set = noise_set(4, {2, 3, 1}, 2);
  const Tensor items = test_items(*set, 1, 2);
  ASSERT_EQ(items.shape(), (Shape{2, 2, 3, 1}));
  for (std::size_t i = 0; i < items.size(); ++i) {
    EXPECT_EQ(items.values()[i], static_cast<float>(set->pixels[6 + i]) * (1.0f / 255.0f));
  }
  EXPECT_EQ(test_items(*set, 4, 0).size(), 0u);
}

TEST(PreparedAtFullSize, KeepsThePicturesSize) {
  nn::Random random(3);
  const Tensor picture = random_tensor({1, 9, 13, 3}, random);
  Network network = fresh_network(color_network());
  network.preparation.crop = nn::HeightWidth{4, 4};
  network.preparation.resize = nn::HeightWidth{32, 32};
  const Tensor same = must(prepared_at_full_size(picture, network));
  EXPECT_EQ(same.shape(), picture.shape());
  EXPECT_TRUE(same_bits(same.values(), picture.values()));
  network.preparation.order = nn::ChannelOrder::kBgr;
  network.preparation.scale = 2.0f;
  network.preparation.mean = {1.0f, 2.0f, 3.0f};  // of blue, green, red
  const Tensor turned = must(prepared_at_full_size(picture, network));
  for (std::size_t i = 0; i < turned.size(); ++i) {
    const std::size_t c = i % 3;
    EXPECT_EQ(turned.values()[i],
              picture.values()[i - c + 2 - c] * 2.0f - network.preparation.mean[c]);
  }
}

TEST(PreparedAtFullSize, ANetworkOfGreyPicturesSeesLuma) {
  Tensor picture({1, 1, 4, 3});
  const float colors[12] = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0.5f, 0.5f, 0.5f};
  std::copy(std::begin(colors), std::end(colors), picture.data());
  const Network network = fresh_network(shared(trained_of("grey", grey_model())));
  const Tensor grey = must(prepared_at_full_size(picture, network));
  ASSERT_EQ(grey.shape(), (Shape{1, 1, 4, 1}));
  EXPECT_EQ(grey.values()[0], 0.299f);
  EXPECT_EQ(grey.values()[1], 0.587f);
  EXPECT_EQ(grey.values()[2], 0.114f);
  EXPECT_NEAR(grey.values()[3], 0.5f, 3 * 0x1p-25);  // the weights sum to 1
}

TEST(SeenByNetwork, IsTheTestSetsItemOrThePictureAtTheModelsSize) {
  TrainedNetwork plain = trained_of("grey", grey_model());
  plain.test_set = noise_set(5, {10, 12, 1}, 3);
  Network network = fresh_network(shared(std::move(plain)));
  network.item = 3;
  nn::Random random(4);
  const Tensor picture = random_tensor({1, 20, 24, 3}, random);
  const Tensor item = must(seen_by_network(network, {picture}));
  EXPECT_TRUE(same_bits(item.values(), test_items(*network.trained->test_set, 3, 1).values()));
  network.source = NetworkSource::kPicture;
  const Tensor seen = must(seen_by_network(network, {picture}));
  ASSERT_EQ(seen.shape(), (Shape{1, 10, 12, 1}));
  // Twice as small: each pixel is the mean of four, half-pixel centres.
  const auto luma = [&picture](int y, int x) {
    const float* rgb = picture.data() + (y * 24 + x) * 3;
    return 0.299 * static_cast<double>(rgb[0]) + 0.587 * static_cast<double>(rgb[1]) +
           0.114 * static_cast<double>(rgb[2]);
  };
  for (int y = 0; y < 10; ++y) {
    for (int x = 0; x < 12; ++x) {
      const double mean = (luma(2 * y, 2 * x) + luma(2 * y, 2 * x + 1) + luma(2 * y + 1, 2 * x) +
                           luma(2 * y + 1, 2 * x + 1)) /
                          4.0;
      // Five roundings of the luma, three products and sums of the mean, all of values up to 1.
      EXPECT_NEAR(seen.values()[static_cast<std::size_t>(y * 12 + x)], mean, 12 * 0x1p-24);
    }
  }
  network.preparation.crop = nn::HeightWidth{10, 12};
  EXPECT_EQ(must(seen_by_network(network, {picture})).shape(), (Shape{1, 10, 12, 1}));
}

TEST(NetworkInput, IsWhatIsSeenInTheModelsWay) {
  Network network = fresh_network(color_network());
  network.preparation = {.crop = nn::HeightWidth{8, 6},
                         .order = nn::ChannelOrder::kBgr,
                         .scale = 255.0f,
                         .mean = {1.0f, 2.0f, 3.0f}};
  nn::Random random(6);
  const Tensor picture = random_tensor({1, 12, 10, 3}, random);
  const Tensor seen = must(seen_by_network(network, {picture}));
  const Tensor input = must(network_input(network, seen));
  ASSERT_EQ(seen.shape(), (Shape{1, 8, 6, 3}));
  ASSERT_EQ(input.shape(), seen.shape());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const std::size_t c = i % 3;
    const std::size_t x = i / 3 % 6;
    const std::size_t y = i / 18;
    EXPECT_EQ(seen.values()[i], picture.values()[((y + 2) * 10 + x + 2) * 3 + c]) << "still RGB";
    EXPECT_EQ(input.values()[i],
              seen.values()[i - c + 2 - c] * 255.0f - network.preparation.mean[c]);
  }
  network.preparation.mean = {1.0f, 2.0f};
  EXPECT_EQ(nn::tests::sentence(network_input(network, seen)),
            "the mean has 2 values, but the pictures have 3 channels");
}

TEST(WeightSummary, DescribesOneKernel) {
  const nn::Model model = color_model();
  const auto kernel = kernel_of(model, kConv2);
  EXPECT_EQ(kernel, model.layer(kConv2)->weights()[0].value);
  const WeightSummary summary = summarize_weights(kernel);
  EXPECT_EQ(summary.kernel, kernel);
  EXPECT_EQ(summary.histogram.counts.size(), 10u);
  std::size_t counted = 0;
  for (const std::size_t count : summary.histogram.counts) counted += count;
  EXPECT_EQ(counted, kernel->size());
  EXPECT_EQ(summary.moments.mean, moments(std::as_const(*kernel).values()).mean);
}

TEST(WeightSummary, CountsWhatIsNotFinite) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const std::vector<float> values{kNan, 1.0f, kInfinity, 3.0f, -kInfinity};
  const WeightSummary summary = summarize_weights(std::make_shared<Tensor>(Shape{5}, values));
  EXPECT_EQ(summary.not_finite.nan, 1U);
  EXPECT_EQ(summary.not_finite.infinite, 2U);
  EXPECT_TRUE(summary.has_finite());
  EXPECT_EQ(summary.moments.mean, 2.0);
  EXPECT_EQ(summary.histogram.edges.front(), 1.0);
  EXPECT_EQ(summary.histogram.edges.back(), 3.0);
  const std::vector<float> none(4, kNan);
  EXPECT_FALSE(summarize_weights(std::make_shared<Tensor>(Shape{4}, none)).has_finite());
}

TEST(UntrainedKernel, IsTheFirstMomentWhereTheMomentsAreKnown) {
  TrainedNetwork network = trained_of("any", color_model());
  const auto drawn = untrained_kernel(network, kConv1);
  EXPECT_EQ(drawn->shape(), (Shape{7, 7, 3, 5}));
  EXPECT_TRUE(same_bits(std::as_const(*drawn).values(),
                        std::as_const(*untrained_kernel(network, kConv1)).values()));
  for (const float weight : std::as_const(*drawn).values()) {
    EXPECT_LE(std::abs(static_cast<double>(weight)), nn::glorot_limit(drawn->shape()));
  }
  const TrainingMoments known = noise_moments(network.model, 3);
  network.moments = TrainingMoments{known.kernels.clone(), known.epochs};
  const auto first = untrained_kernel(network, kConv1);
  EXPECT_TRUE(same_bits(std::as_const(*first).values(),
                        std::as_const(known.kernels).values().subspan(0, first->size())));
  EXPECT_EQ(untrained_kernel(network, kConv2)->shape(), (Shape{3, 3, 5, 4}));
}

TEST(MomentOf, FindsTheMomentThatAKernelIsOf) {
  TrainedNetwork plain = trained_of("any", color_model());
  plain.moments = noise_moments(plain.model, 4);
  const auto trained = shared(std::move(plain));
  const Document document = bench_with(trained);
  EXPECT_EQ(moment_of(*trained, *kernel_of(document.network->edited, kConv1)), 3);
  for (std::size_t moment = 0; moment < 4; ++moment) {
    const Document next = after(document, {ShowMoment{moment}});
    EXPECT_EQ(moment_of(*trained, *kernel_of(next.network->edited, kConv1)),
              static_cast<int>(moment));
  }
  const Document painted = after(document, {SetWeights{{0, kConv1}, {{0, 0, 0, 5.0f}}}});
  EXPECT_EQ(moment_of(*trained, *kernel_of(painted.network->edited, kConv1)), -1);
  EXPECT_EQ(moment_of(*color_network(), *kernel_of(document.network->edited, kConv1)), -1);
}

TEST(ValuePreparation, LeavesOutSizes) {
  Network network = fresh_network(color_network());
  network.preparation.resize = nn::HeightWidth{32, 32};
  EXPECT_EQ(value_preparation(network), "");
  network.preparation.order = nn::ChannelOrder::kBgr;
  EXPECT_EQ(value_preparation(network), "BGR");
}

}  // namespace
}  // namespace convlens::lab
