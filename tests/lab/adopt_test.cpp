#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "lab/networks.h"
#include "lab/stages/pipeline.h"
#include "lab/stages/trained_maps.h"

// My filters and the trained ones applied in the same way give the same maps.
namespace convlens::lab {
namespace {

using testing::after;
using testing::bench_with;
using testing::conv_layer;
using testing::must;
using testing::noise_image;
using testing::picture;
using testing::same_bits;
using testing::shared;
using testing::small_bench;
using testing::trained_of;

constexpr std::int64_t kAny = nn::PartialShape::kUnknown;

// A network whose first convolution steps by 2 and 3 over BGR pictures in 0..255 less their mean.
std::shared_ptr<const TrainedNetwork> bgr_network() {
  TrainedNetwork network = trained_of(
      "bgr",
      must(nn::Model::sequential(
          {kAny, kAny, 3}, {conv_layer({.name = "conv1", .strides = {2, 3}}, {7, 7, 3, 5}, 3)})));
  network.preparation.order = nn::ChannelOrder::kBgr;
  network.preparation.scale = 255.0f;
  network.preparation.mean = {104.0f, 117.0f, 124.0f};  // of blue, green, red
  return shared(std::move(network));
}

Pipeline pipeline_of(const Document& document) {
  Pipeline pipeline;
  const Status status = pipeline.update(document);
  EXPECT_TRUE(status) << status.error().message;
  return pipeline;
}

// The largest error of two sums of n products in any order, each product at most `largest`:
// n + 1 roundings of a partial sum of at most n * largest, on each side.
double sum_bound(std::size_t n, double largest) {
  const double count = static_cast<double>(n);
  return 2.0 * (count + 1.0) * count * largest * 0x1p-24;
}

double largest_of(std::span<const float> values) {
  double largest = 0.0;
  for (const float value : values)
    largest = std::max(largest, std::abs(static_cast<double>(value)));
  return largest;
}

TEST(AdoptNetwork, TakesItsStepsAndKeepsTheActivationOfBothSides) {
  const Document document =
      after(bench_with(bgr_network()), {SetActivation{conv::Activation::kRelu}});
  EXPECT_EQ(bench_conv(document), document.conv);
  const conv::Conv2dOptions expected{.stride_h = 2,
                                     .stride_w = 3,
                                     .padding = conv::Padding::kValid,
                                     .activation = conv::Activation::kRelu};
  const Document adopted = after(document, {AdoptNetwork{true}});
  EXPECT_EQ(bench_conv(adopted), expected);
  EXPECT_EQ(pipeline_of(adopted).map(0, 0).values.shape(), (Shape{3, 5}));  // of 12x19
  EXPECT_EQ(bench_conv(after(adopted, {AdoptNetwork{false}})), document.conv);
  EXPECT_EQ(bench_conv(after(adopted, {SetNetwork{nullptr}})), document.conv);
}

TEST(AdoptNetwork, TakesItsDilationToo) {
  const nn::Model model = must(nn::Model::sequential(
      {kAny, kAny, 3},
      {conv_layer({.name = "conv1", .dilation = {3, 2}, .padding = nn::Padding::kSame},
                  {7, 7, 3, 5}, 3)}));
  const conv::Conv2dOptions expected{
      .dilation_h = 3, .dilation_w = 2, .padding = conv::Padding::kSame};
  EXPECT_EQ(
      bench_conv(after(bench_with(shared(trained_of("dilated", model))), {AdoptNetwork{true}})),
      expected);
}

TEST(AdoptNetwork, PreparesThePictureInRgb) {
  const Document document = bench_with(bgr_network());
  const Pipeline own = pipeline_of(document);
  const Pipeline adopted = pipeline_of(after(document, {AdoptNetwork{true}}));
  const float mean[3] = {124.0f, 117.0f, 104.0f};  // of red, green, blue
  for (std::size_t s = 0; s < 2; ++s) {
    EXPECT_TRUE(same_bits(std::as_const(own.input(s).pixels).values(),
                          std::as_const(own.crop(s).pixels).values()));
    const auto crop = std::as_const(adopted.crop(s).pixels).values();
    const auto input = std::as_const(adopted.input(s).pixels).values();
    ASSERT_TRUE(same_bits(crop, std::as_const(own.crop(s).pixels).values()));
    ASSERT_EQ(input.size(), crop.size());
    for (std::size_t i = 0; i < crop.size(); ++i) {
      ASSERT_EQ(input[i], crop[i] * 255.0f - mean[i % 3]);
    }
    EXPECT_EQ(adopted.input(s).range.lo, *std::min_element(input.begin(), input.end()));
  }
}

TEST(AdoptNetwork, AFilterTakenGivesTheTrainedMap) {
  const Document document =
      after(bench_with(bgr_network()), {AdoptNetwork{true}, TakeFilter{{4, 0}}});
  Pipeline pipeline = pipeline_of(document);
  TrainedMaps trained;
  trained.update(document, document.network->edited, pipeline);
  ASSERT_EQ(trained.reason().english(), "");
  const float bias = document.network->edited.layer(0)->weights()[1].value->values()[4];
  for (std::size_t s = 0; s < 2; ++s) {
    const Tensor& mine = pipeline.map(s, 2).values;
    const Tensor& theirs = trained.map(s, 4).values;
    ASSERT_EQ(mine.shape(), theirs.shape());
    const double largest = largest_of(std::as_const(pipeline.input(s).pixels).values()) *
                           largest_of(document.filters[2].weights);
    for (std::size_t i = 0; i < mine.size(); ++i) {
      EXPECT_NEAR(mine.values()[i] + bias, theirs.values()[i], sum_bound(148, largest));
    }
  }
}

TEST(AdoptNetwork, ANetworkOfGreyPicturesPreparesNothing) {
  TrainedNetwork plain = trained_of("grey", testing::grey_model());
  plain.preparation.scale = 9.0f;
  const Pipeline pipeline =
      pipeline_of(after(bench_with(shared(std::move(plain))), {AdoptNetwork{true}}));
  EXPECT_TRUE(same_bits(std::as_const(pipeline.input(0).pixels).values(),
                        std::as_const(pipeline.crop(0).pixels).values()));
}

TEST(AdoptNetwork, FollowsThePreparationAndTheCrop) {
  Document document = after(bench_with(bgr_network()), {AdoptNetwork{true}});
  Pipeline pipeline = pipeline_of(document);
  nn::InputPreparation preparation;
  preparation.scale = 0.5f;
  const std::vector<Command> commands{SetPreparation{preparation},
                                      MoveCrop{0, {0, 0}},
                                      AdoptNetwork{false},
                                      AdoptNetwork{true},
                                      SetNetwork{testing::color_network()},
                                      SetNetwork{nullptr},
                                      SetNetwork{bgr_network()}};
  for (std::size_t i = 0; i < commands.size(); ++i) {
    SCOPED_TRACE(i);
    document = after(document, {commands[i]});
    ASSERT_TRUE(pipeline.update(document));
    const Pipeline fresh = pipeline_of(document);
    for (std::size_t s = 0; s < 2; ++s) {
      EXPECT_TRUE(same_bits(std::as_const(pipeline.input(s).pixels).values(),
                            std::as_const(fresh.input(s).pixels).values()));
      EXPECT_TRUE(same_bits(std::as_const(pipeline.map(s, 1).values).values(),
                            std::as_const(fresh.map(s, 1).values).values()));
    }
  }
  // A preparation that does not fit is a sentence, and the maps are those of before.
  preparation.mean = {1.0f, 2.0f};
  const Document impossible = after(document, {SetPreparation{preparation}});
  const Status status = pipeline.update(impossible);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "the mean has 2 values, but the pictures have 3 channels");
  ASSERT_TRUE(pipeline.update(document));
  EXPECT_TRUE(same_bits(std::as_const(pipeline.map(0, 0).values).values(),
                        std::as_const(pipeline_of(document).map(0, 0).values).values()));
}

// A filter of one channel on a grey picture, in a window of mine that may be larger.
TEST(TakeFilter, AGreyFilterGivesAGreyPictureTheSameMap) {
  Image grey = noise_image(20, 30, 5);
  for (std::size_t i = 0; i < grey.rgb.size(); ++i) grey.rgb[i] = grey.rgb[i - i % 3];
  for (const int side : {1, 2, 3, 4, 5, 6, 7}) {
    for (const int mine : {6, 7}) {
      if (side > mine) continue;
      SCOPED_TRACE(fmt::format("{} in {}", side, mine));
      Document document =
          after(notebook_document({picture("grey", grey)}),
                {SetFilters{{zero_filter("mine", mine, mine, 3)}}, ResizeCrop{0, {12, 19}, {3, 4}},
                 SetNetwork{shared(trained_of("grey", testing::grey_model(1, side)))},
                 TakeFilter{{2, 0}}});
      const Pipeline pipeline = pipeline_of(document);
      TrainedMaps trained;
      trained.update(document, document.network->edited, pipeline);
      const float bias = document.network->edited.layer(0)->weights()[1].value->values()[2];
      const Tensor& mine_map = pipeline.map(0, 1).values;
      const Tensor& trained_map = trained.map(0, 2).values;
      ASSERT_EQ(mine_map.shape(), trained_map.shape());
      // Weights and pixels up to 1; thirds of weights and the luma are rounded, too.
      const auto products = static_cast<std::size_t>(3 * mine * mine + 8);
      for (std::size_t i = 0; i < mine_map.size(); ++i) {
        ASSERT_NEAR(mine_map.values()[i] + bias, trained_map.values()[i], sum_bound(products, 1.0))
            << i;
      }
    }
  }
}

TEST(TakeFilter, AGreyFilterLargerThanMineIsRefused) {
  const Document document =
      after(small_bench(), {SetFilters{{zero_filter("mine", 3, 5, 3)}},
                            SetNetwork{shared(trained_of("grey", testing::grey_model(1, 4)))}});
  const auto next = lab::apply(document, TakeFilter{{0, 0}});
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().message,
            "the filter is 4x4x1, mine are 3x5x3: only filters of one shape stand together");
}

}  // namespace
}  // namespace convlens::lab
