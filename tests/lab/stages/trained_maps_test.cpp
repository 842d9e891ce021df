#include "lab/stages/trained_maps.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "lab/networks.h"

namespace convlens::lab {
namespace {

using nn::tests::counting;
using testing::after;
using testing::bench_with;
using testing::color_network;
using testing::conv_layer;
using testing::grey_model;
using testing::kConv1;
using testing::kConv2;
using testing::must;
using testing::same_bits;
using testing::shared;
using testing::small_bench;
using testing::trained_of;

constexpr std::int64_t kAny = nn::PartialShape::kUnknown;

// The maps of a document, and the bench that they stand on.
struct Stages {
  Pipeline bench;
  TrainedMaps maps;

  void update(const Document& document) {
    const Status status = bench.update(document);
    ASSERT_TRUE(status) << status.error().message;
    maps.update(document, shown_model(*document.network), bench);
  }
  std::vector<std::uint64_t> revisions() const {
    std::vector<std::uint64_t> all;
    for (std::size_t s = 0; s < bench.source_count(); ++s) {
      for (std::size_t c = 0; c < maps.channel_count(); ++c) {
        all.push_back(maps.map(s, c).revision);
      }
    }
    return all;
  }
};

// Every map of every source against (1, H, W, F) computed from that source's crop.
template <typename Compute>
void expect_maps(const Stages& stages, const Compute& compute) {
  ASSERT_EQ(stages.maps.reason().english(), "");
  ASSERT_TRUE(stages.maps.has_maps());
  for (std::size_t s = 0; s < stages.bench.source_count(); ++s) {
    const Tensor expected = must(compute(stages.bench.crop(s).pixels));
    const auto channels = static_cast<std::size_t>(expected.shape()[3]);
    ASSERT_EQ(stages.maps.channel_count(), channels);
    for (std::size_t c = 0; c < channels; ++c) {
      const FeatureMap& map = stages.maps.map(s, c);
      ASSERT_EQ(map.values.shape(), (Shape{expected.shape()[1], expected.shape()[2]}));
      float lo = map.values.values()[0];
      float hi = lo;
      for (std::size_t i = 0; i < map.values.size(); ++i) {
        ASSERT_EQ(map.values.values()[i], expected.values()[i * channels + c])
            << "source " << s << ", channel " << c << ", value " << i;
        lo = std::min(lo, map.values.values()[i]);
        hi = std::max(hi, map.values.values()[i]);
      }
      EXPECT_EQ(map.range, (ValueRange{lo, hi}));
    }
  }
}

TEST(TrainedMaps, AreTheFirstConvolutionsBeforeAndAfterItsActivation) {
  const Document document = bench_with(color_network());
  const nn::LayerHandle conv1 = document.network->edited.layer(kConv1).handle();
  Stages stages;
  stages.update(document);
  const auto sums = [&conv1](const TensorView& crop) {
    return conv1->compute_before_activation({&crop, 1});
  };
  expect_maps(stages, sums);
  stages.update(after(document, {SetActivation{conv::Activation::kRelu}}));
  expect_maps(stages, [&](const TensorView& crop) {
    auto values = sums(crop);
    for (float& value : values->values()) value = std::max(value, 0.0f);
    return values;
  });
}

// A kernel that takes each channel as it is shows the prepared picture itself.
TEST(TrainedMaps, SeeThePictureInTheNetworksOrder) {
  Tensor kernel({1, 1, 3, 3});
  for (std::size_t c = 0; c < 3; ++c) kernel.data()[c * 3 + c] = 1.0f;
  TrainedNetwork plain = trained_of(
      "bgr",
      must(nn::Model::sequential({kAny, kAny, 3}, {must(nn::conv2d({}, std::move(kernel)))})));
  plain.preparation.order = nn::ChannelOrder::kBgr;
  plain.preparation.scale = 255.0f;
  plain.preparation.mean = {8.0f, 16.0f, 32.0f};   // of blue, green, red
  plain.preparation.crop = nn::HeightWidth{4, 4};  // not on the bench
  Stages stages;
  const auto network = shared(std::move(plain));
  stages.update(bench_with(network));
  expect_maps(stages, [&network](const TensorView& crop) {
    Tensor turned(crop.shape());
    for (std::size_t i = 0; i < turned.size(); ++i) {
      const std::size_t c = i % 3;
      turned.data()[i] = crop.values()[i - c + 2 - c] * 255.0f - network->preparation.mean[c];
    }
    return Result<Tensor>(std::move(turned));
  });
}

TEST(TrainedMaps, ANetworkOfGreyPicturesSeesLuma) {
  const Document document = bench_with(shared(trained_of("grey", grey_model())));
  const nn::LayerHandle conv1 = document.network->edited.layer(kConv1).handle();
  Stages stages;
  stages.update(document);
  expect_maps(stages, [&conv1](const TensorView& crop) {
    Tensor grey({1, crop.shape()[1], crop.shape()[2], 1});
    for (std::size_t i = 0; i < grey.size(); ++i) {
      const float* rgb = crop.data() + 3 * i;
      grey.data()[i] = 0.299f * rgb[0] + 0.587f * rgb[1] + 0.114f * rgb[2];
    }
    const TensorView view = grey.view();
    return conv1->compute_before_activation({&view, 1});
  });
}

TEST(TrainedMaps, GoThroughTheLayersThatLeadToTheConvolution) {
  const nn::LayerHandle scale = must(nn::rescaling({2.0f}, {-1.0f}));
  const nn::LayerHandle pad = must(nn::zero_padding2d({1, 2, 3, 4}));
  const nn::LayerHandle conv = conv_layer({.name = "conv", .strides = {2, 3}}, {3, 3, 3, 4}, 1);
  const nn::LayerHandle leaky = must(nn::leaky_relu(0.25f));
  const Document document = bench_with(shared(trained_of(
      "behind", must(nn::Model::sequential({kAny, kAny, 3}, {scale, pad, conv, leaky})))));
  Stages stages;
  stages.update(document);
  expect_maps(stages, [&](const TensorView& crop) { return conv(pad(scale(crop))); });
  stages.update(after(document, {SetActivation{conv::Activation::kRelu}}));
  // With the activation that the network itself has behind it.
  expect_maps(stages, [&](const TensorView& crop) { return leaky(conv(pad(scale(crop)))); });
}

TEST(TrainedMaps, OnlyTheFirstConvolutionsWeightsMakeOtherMaps) {
  const Document document = bench_with(color_network());
  Stages stages;
  stages.update(document);
  const auto before = stages.revisions();
  ASSERT_EQ(before.size(), 10u);
  stages.update(document);
  EXPECT_EQ(stages.revisions(), before);
  stages.update(after(document, {SetWeights{{1, kConv2}, {{0, 0, 4, 3.0f}}}}));
  EXPECT_EQ(stages.revisions(), before) << "a later layer";
  stages.update(after(document, {SetWeights{0, {{0, 0, 0, 3.0f}}}}));
  EXPECT_EQ(stages.revisions(), before) << "one of mine";
  const Document painted = after(document, {SetWeights{{1, kConv1}, {{0, 0, 2, 3.0f}}}});
  stages.update(painted);
  const auto now = stages.revisions();
  for (std::size_t i = 0; i < now.size(); ++i) EXPECT_NE(now[i], before[i]);
  const nn::LayerHandle conv1 = painted.network->edited.layer(kConv1).handle();
  expect_maps(stages, [&conv1](const TensorView& crop) {
    return conv1->compute_before_activation({&crop, 1});
  });
}

TEST(TrainedMaps, FollowTheCropsThePreparationAndTheNetwork) {
  Document document = bench_with(color_network(1));
  Stages stages;
  stages.update(document);
  nn::InputPreparation preparation;
  preparation.scale = 3.0f;
  const std::vector<Command> commands{
      MoveCrop{1, {0, 0}},
      ResizeCrop{0, {9, 8}, {1, 1}},
      SetPreparation{preparation},
      SetActivation{conv::Activation::kRelu},
      SetMorph{0.0f},
      SetNetwork{color_network(7)},
      SetPictures{2, {testing::picture("third", testing::noise_image(20, 20, 3))}},
      SetPictures{0, {testing::picture("other", testing::noise_image(20, 20, 4))}},
  };
  document = after(document, {SetWeights{{0, kConv1}, {{3, 3, 0, 9.0f}}}});
  for (std::size_t i = 0; i < commands.size(); ++i) {
    SCOPED_TRACE(i);
    document = after(document, {commands[i]});
    stages.update(document);
    Stages fresh;
    fresh.update(document);
    ASSERT_EQ(stages.revisions().size(), fresh.revisions().size());
    for (std::size_t s = 0; s < document.sources.size(); ++s) {
      for (std::size_t c = 0; c < fresh.maps.channel_count(); ++c) {
        EXPECT_TRUE(same_bits(std::as_const(stages.maps.map(s, c).values).values(),
                              std::as_const(fresh.maps.map(s, c).values).values()));
      }
    }
  }
}

TEST(TrainedMaps, SayWhyThereAreNone) {
  const auto reason = [](const nn::Model& model) {
    Stages stages;
    stages.update(bench_with(shared(trained_of("any", model))));
    EXPECT_FALSE(stages.maps.has_maps());
    EXPECT_EQ(stages.maps.channel_count(), 0u);
    return stages.maps.reason().english();
  };
  EXPECT_EQ(reason(must(nn::Model::sequential(
                {12, 19, 3}, {nn::flatten(), testing::dense_layer(12 * 19 * 3, 3, 1)}))),
            "the network has no convolution that a picture alone leads to");
  // A picture of the bench's size does not pass the layers that lead to it.
  EXPECT_EQ(reason(must(
                nn::Model::sequential({4, 4, 3}, {must(nn::reshape({2, 8, 3}, "fold")),
                                                  conv_layer({.name = "conv"}, {1, 1, 3, 2}, 1)}))),
            "fold (Reshape): an input of shape (1, 12, 19, 3) cannot become (1, 2, 8, 3)");
}

TEST(TrainedMaps, AReasonGoesWhenMapsCome) {
  const Document document = bench_with(color_network());
  Stages stages;
  stages.update(document);
  const auto before = stages.revisions();
  stages.update(after(
      document, {SetNetwork{shared(trained_of(
                    "none", must(nn::Model::sequential({kAny, kAny, 3}, {nn::dropout()}))))}}));
  EXPECT_FALSE(stages.maps.has_maps());
  EXPECT_FALSE(stages.maps.first());
  EXPECT_NE(stages.maps.reason().english(), "");
  stages.update(document);
  EXPECT_EQ(stages.maps.reason().english(), "");
  EXPECT_TRUE(stages.maps.first());
  for (const std::uint64_t revision : stages.revisions()) {
    EXPECT_EQ(std::count(before.begin(), before.end(), revision), 0) << "no revision comes twice";
  }
  stages.maps.clear();
  EXPECT_FALSE(stages.maps.has_maps());
}

// More sums than anybody waits for in a frame: only the channels that are looked at are computed.
TEST(TrainedMaps, OfALargeCropThoseThatAreAskedForAreComputed) {
  constexpr std::int64_t kFilters = 32;
  constexpr int kSide = 520;
  const nn::LayerHandle layer =
      conv_layer({.name = "conv", .activation = nn::Activation::kRelu}, {7, 7, 3, kFilters}, 5);
  const auto network =
      shared(trained_of("wide", must(nn::Model::sequential({kAny, kAny, 3}, {layer}))));
  Document document =
      notebook_document({testing::picture("large", testing::noise_image(kSide, kSide, 4))});
  document = after(document, {SetNetwork{network}, ResizeCrop{0, {kSide - 1, kSide}, {0, 0}}});
  Stages stages;
  stages.update(document);
  EXPECT_EQ(stages.maps.maps_computed(), 0u);
  const TensorView crop = stages.bench.crop(0).pixels.view();
  const Tensor all = must(layer->compute_before_activation({&crop, 1}));
  const auto expect_channel = [&](std::size_t channel) {
    const FeatureMap& map = stages.maps.map(0, channel);
    double worst = 0;
    for (std::size_t i = 0; i < map.values.size(); ++i) {
      const float expected = all.values()[i * kFilters + channel];
      worst = std::max(worst, std::abs(double{map.values.values()[i]} - double{expected}));
    }
    EXPECT_LT(worst, 1e-4) << channel;
  };
  expect_channel(3);
  expect_channel(17);
  expect_channel(3);
  EXPECT_EQ(stages.maps.maps_computed(), 2u);

  // Another crop: those two at once, where one of them is asked for.
  document = after(document, {MoveCrop{0, {1, 0}}});
  stages.update(document);
  EXPECT_EQ(stages.maps.maps_computed(), 2u);
  stages.maps.map(0, 17);
  EXPECT_EQ(stages.maps.maps_computed(), 4u);
  stages.maps.map(0, 3);
  EXPECT_EQ(stages.maps.maps_computed(), 4u);
  // Who asks for many gets all.
  for (std::size_t channel = 0; channel < 6; ++channel) stages.maps.map(0, channel);
  EXPECT_EQ(stages.maps.maps_computed(), 2u + kFilters);
}

}  // namespace
}  // namespace convlens::lab
