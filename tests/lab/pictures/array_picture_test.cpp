#include "lab/pictures/array_picture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "conv/conv2d.h"
#include "lab/document/presets.h"
#include "lab/document/transforms.h"
#include "lab/fixtures.h"
#include "lab/lab.h"
#include "lab/networks.h"

namespace convlens::lab {
namespace {

using testing::after;
using testing::noise_image;
using testing::picture;

std::shared_ptr<const Tensor> noise(int height, int width, int channels, unsigned seed,
                                    float lo = -2.0f, float hi = 3.0f) {
  auto values = std::make_shared<Tensor>(Shape{1, height, width, channels});
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> any(lo, hi);
  for (float& value : values->values()) value = any(random);
  return values;
}

std::shared_ptr<const Picture> array(int height, int width, int channels, unsigned seed = 1) {
  return array_picture("array", noise(height, width, channels, seed), first_planes(channels));
}

Document photographs() {
  return notebook_document(
      {picture("first", noise_image(90, 130, 1)), picture("second", noise_image(90, 130, 2))});
}

TEST(ArrayPicture, ShowsAPlaneFromItsSmallestToItsLargest) {
  const auto shown = array_picture("a", noise(5, 7, 4, 3), {2});
  const ArrayLook& look = *shown->array;
  const Tensor& values = *look.values;
  for (int row = 0; row < 5; ++row) {
    for (int column = 0; column < 7; ++column) {
      const float value = values.data()[(row * 7 + column) * 4 + 2];
      EXPECT_GE(value, look.range.lo);
      EXPECT_LE(value, look.range.hi);
      const double lo = double{look.range.lo};
      const double share = (double{value} - lo) / (double{look.range.hi} - lo);
      for (const std::uint8_t level : shown->image.pixel(row, column)) {
        EXPECT_EQ(level, std::lround(share * 255));
      }
    }
  }
}

TEST(ArrayPicture, OfNumbersFromZeroToOneLooksAsThePictureDoes) {
  const Image image = noise_image(6, 5, 9);
  auto values = std::make_shared<Tensor>(Shape{1, 6, 5, 3});
  for (std::size_t i = 0; i < values->size(); ++i) {
    values->data()[i] = static_cast<float>(image.rgb[i]) * (1.0f / 255.0f);
  }
  EXPECT_EQ(array_picture("a", values, first_planes(3))->image.rgb, image.rgb);
}

TEST(ArrayPicture, OfOneNumberOrOfHugeOnesIsDrawn) {
  constexpr float kMost = std::numeric_limits<float>::max();
  auto values = std::make_shared<Tensor>(Shape{1, 1, 3, 1});
  values->data()[0] = -kMost;
  values->data()[2] = kMost;
  const Image huge = array_picture("a", values, {0})->image;
  EXPECT_EQ(huge.rgb, (std::vector<std::uint8_t>{0, 0, 0, 128, 128, 128, 255, 255, 255}));
  auto flat = std::make_shared<Tensor>(Shape{1, 1, 1, 2});
  flat->data()[0] = flat->data()[1] = -4.0f;
  EXPECT_EQ(array_picture("a", flat, {1})->image.rgb, (std::vector<std::uint8_t>{0, 0, 0}));
}

TEST(ArrayPicture, IsRefusedEmptyOrOfTooManyChannels) {
  EXPECT_TRUE(check_source({1, 1, 1, kMaxChannels}));
  for (const Shape& shape : {Shape{1, 0, 4, 2}, Shape{1, 4, 4, 0}, Shape{1, 4, 4, kMaxChannels + 1},
                             Shape{1, 20'000, 20'000, 1}, Shape{1, 8'000, 8'000, 200}}) {
    EXPECT_FALSE(check_source(shape)) << to_string(shape);
  }
}

// The filters stay as they are, and the photographs are gone all the same.
TEST(ArrayBench, ThatPhotographsGaveWayIsSaidWhereFiltersNeedNotFollow) {
  Lab lab(photographs());
  ASSERT_TRUE(lab.commit(SetPictures{1, {array(20, 30, 3)}}));
  ASSERT_EQ(lab.document().sources.size(), 1u);
  EXPECT_EQ(lab.log().lines().back().english(), "it took the place of all that was there");
}

TEST(ArrayBench, TakesThePlaceOfAllPicturesAndTheFiltersFollow) {
  const Document first = photographs();
  Lab lab(first);
  ASSERT_TRUE(lab.commit(SetPictures{1, {array(20, 30, 5)}}));
  const Document& document = lab.document();
  ASSERT_EQ(document.sources.size(), 1u);
  EXPECT_EQ(document.crop_size, (CropSize{20, 30}));
  for (const Filter& filter : document.filters) EXPECT_EQ(filter.channels, 5);
  EXPECT_NE(lab.log().lines().back().english().find("took the place of all"), std::string::npos);
  lab.undo();
  EXPECT_TRUE(lab.document() == first);
  lab.redo();
  ASSERT_TRUE(lab.commit(SetPictures{0, {picture("back", noise_image(40, 50, 4))}}));
  EXPECT_EQ(lab.document().filters.front().channels, 3);
}

TEST(ArrayBench, MapsAreThoseOfTheReferenceForAnyChannels) {
  for (const int channels : {1, 2, 3, 4, 7, 16, 33}) {
    Lab lab(photographs());
    ASSERT_TRUE(lab.commit(SetPictures{0, {array(23, 17, channels, 5)}})) << channels;
    std::vector<WeightEdit> edits;
    for (int c = 0; c < channels; ++c) edits.push_back({c % 7, (c * 3) % 7, c, 0.25f * float(c)});
    ASSERT_TRUE(lab.commit(SetWeights{0, edits}));
    const Document& document = lab.document();
    const auto expected = conv::conv2d(*document.sources.front().picture->array->values,
                                       to_kernel({&document.filters[0], &document.filters[1]}),
                                       Tensor({0}), {}, {.engine = conv::Engine::kReference});
    ASSERT_TRUE(expected);
    for (std::size_t f = 0; f < 2; ++f) {
      const Tensor& map = lab.pipeline().map(0, f).values;
      for (std::size_t i = 0; i < map.size(); ++i) {
        ASSERT_NEAR(map.data()[i], expected->data()[i * 2 + f], 2e-4) << channels << " " << i;
      }
    }
  }
}

TEST(ArrayBench, FiltersThatFollowGiveTheSameMapWhereAllPlanesAreAlike) {
  Filter filter = vertical_line_filter();
  filter.weights[10] = 0.7f;
  for (const int channels : {1, 2, 16}) {
    const Filter other = fitted(filter, 7, 7, channels, ChannelRule::kSameOnGrey);
    EXPECT_NEAR(weight_sum(other), weight_sum(filter), 1e-5);
    const Filter back = fitted(other, 7, 7, 3, ChannelRule::kSameOnGrey);
    EXPECT_NEAR(weight_sum(back), weight_sum(filter), 1e-5);
  }
}

TEST(ArrayBench, OnlyWhatHasAsManyChannelsStandsTogether) {
  const Document bench = after(photographs(), {SetPictures{0, {array(9, 9, 4)}}});
  const auto mixed = apply(bench, SetPictures{0, {array(9, 9, 4), array(9, 9, 2)}});
  ASSERT_FALSE(mixed);
  EXPECT_NE(mixed.error().message.find("cannot stand together"), std::string::npos);
  const auto three =
      apply(photographs(), SetPictures{0, {array(9, 9, 3), picture("p", noise_image(9, 9, 1))}});
  EXPECT_FALSE(three);
  EXPECT_EQ(after(bench, {SetPictures{1, {array(12, 9, 4, 2)}}}).sources.size(), 2u);
}

TEST(ArrayBench, RefusesFiltersOfOtherChannels) {
  const Document bench = after(photographs(), {SetPictures{0, {array(9, 9, 4)}}});
  for (const int channels : {1, 3, 5}) {
    EXPECT_FALSE(apply(bench, ShapeFilters{3, 3, channels}));
    EXPECT_FALSE(apply(bench, SetFilters{{zero_filter("f", 3, 3, channels)}}));
  }
  EXPECT_TRUE(apply(bench, ShapeFilters{3, 5, 4}));
  const auto refused = apply(photographs(), SetFilters{{zero_filter("f", 3, 3, 4)}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "the filters have 4 channels, 3 (red, green, blue) or 1 (grey) expected");
}

TEST(ArrayBench, BoundsTheWeightsOfAllFilters) {
  const Document bench = after(photographs(), {SetPictures{0, {array(9, 9, kMaxChannels)}}});
  EXPECT_TRUE(apply(bench, ShapeFilters{15, 15, kMaxChannels}));
  const std::vector<Filter> many(20, zero_filter("f", 15, 15, kMaxChannels));
  const auto refused = apply(bench, SetFilters{many});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("weights expected in all"), std::string::npos);
}

TEST(ArrayBench, LeafingThroughPlanesIsOneStepThatChangesNoNumber) {
  Lab lab(photographs());
  ASSERT_TRUE(lab.commit(SetPictures{0, {array(9, 9, 6)}}));
  const std::vector<float> before(lab.pipeline().map(0, 0).values.values().begin(),
                                  lab.pipeline().map(0, 0).values.values().end());
  const std::size_t steps = lab.history().steps().size();
  for (int plane = 1; plane < 6; ++plane) ASSERT_TRUE(lab.commit(ShowPlanes{0, {plane}}));
  EXPECT_EQ(lab.history().steps().size(), steps + 1);
  EXPECT_EQ(lab.document().sources[0].picture->array->planes, std::vector<int>{5});
  const auto now = lab.pipeline().map(0, 0).values.values();
  EXPECT_TRUE(std::equal(before.begin(), before.end(), now.begin(), now.end()));
  EXPECT_TRUE(lab.commit(ShowPlanes{0, {3, 4, 5}}));
  for (const std::vector<int>& planes :
       {std::vector<int>{}, {6}, {-1}, {0, 1}, {0, 1, 6}, {0, 1, 2, 3}}) {
    EXPECT_FALSE(lab.commit(ShowPlanes{0, planes}));
  }
  EXPECT_FALSE(Lab(photographs()).commit(ShowPlanes{0, {0}}));
}

TEST(ArrayBench, CropsAreTheNumbersThemselves) {
  Lab lab(photographs());
  ASSERT_TRUE(lab.commit(SetPictures{0, {array(40, 30, 5)}}));
  ASSERT_TRUE(lab.commit(ResizeCrop{0, {11, 13}, {6, 9}}));
  const Tensor& all = *lab.document().sources[0].picture->array->values;
  const Tensor& crop = lab.pipeline().crop(0).pixels;
  ASSERT_EQ(crop.shape(), (Shape{1, 11, 13, 5}));
  for (int row = 0; row < 11; ++row) {
    for (int i = 0; i < 13 * 5; ++i) {
      ASSERT_EQ(crop.data()[row * 13 * 5 + i], all.data()[((row + 6) * 30 + 9) * 5 + i]);
    }
  }
  // Fitted: each plane as it would be alone.
  ASSERT_TRUE(lab.commit(ResizeCrop{0, {11, 13}, {.fitted = true}}));
  for (int plane = 0; plane < 5; ++plane) {
    auto one = std::make_shared<Tensor>(Shape{1, 40, 30, 1});
    for (std::size_t i = 0; i < one->size(); ++i) {
      one->data()[i] = all.data()[i * 5 + static_cast<std::size_t>(plane)];
    }
    const Source alone{array_picture("one", one, {0}), {.fitted = true}};
    const Tensor expected = source_crop(alone, {11, 13});
    for (std::size_t i = 0; i < expected.size(); ++i) {
      ASSERT_EQ(lab.pipeline().crop(0).pixels.data()[i * 5 + static_cast<std::size_t>(plane)],
                expected.data()[i]);
    }
  }
}

TEST(ArrayBench, ANetworkOfOtherChannelsLooksElsewhere) {
  Lab lab(photographs());
  ASSERT_TRUE(lab.commit(SetNetwork{testing::color_network()}));
  ASSERT_EQ(lab.document().network->source, NetworkSource::kPicture);
  ASSERT_TRUE(lab.commit(SetPictures{0, {array(20, 20, 5)}}));
  EXPECT_EQ(lab.document().network->source, NetworkSource::kArray);
  EXPECT_FALSE(lab.trained_maps().has_maps());
  EXPECT_FALSE(lab.commit(SetNetworkInput{NetworkSource::kPicture, 0}));
  // Nothing is prepared for filters that the network has nothing for.
  ASSERT_TRUE(lab.commit(AdoptNetwork{true}));
  EXPECT_EQ(lab.pipeline().input(0).pixels.shape()[3], 5);
  ASSERT_TRUE(lab.commit(SetPictures{0, {array(20, 20, 3)}}));
  EXPECT_TRUE(lab.trained_maps().has_maps());
}

}  // namespace
}  // namespace convlens::lab
