#include "lab/shown/shown_maps.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "lab/networks.h"

namespace convlens::lab {
namespace {

using testing::bench_with;
using testing::color_network;
using testing::kConv1;
using testing::must;
using testing::same_bits;
using testing::shared;
using testing::trained_of;

constexpr std::int64_t kAny = nn::PartialShape::kUnknown;

Rgb color_at(const Image& picture, int row, int column) {
  const auto pixel = picture.pixel(row, column);
  return {pixel[0], pixel[1], pixel[2]};
}

nn::Model conv_of(Tensor kernel) {
  const std::int64_t channels = kernel.shape()[2];
  return must(nn::Model::sequential({kAny, kAny, channels},
                                    {must(nn::conv2d({.name = "conv"}, std::move(kernel)))}));
}

TEST(ShownMaps, AreTheLabsWithTheirRanges) {
  Lab lab(bench_with(color_network()));
  const FeatureMap& mine = lab.pipeline().map(1, 0);
  const ShownMaps shown = shown_maps(lab, MapId::mine(1, 0));
  EXPECT_EQ(shown.values.data(), mine.values.data());
  EXPECT_EQ(shown.ranges, std::vector{mine.range});
  EXPECT_EQ(shown.revision, mine.revision);
  EXPECT_EQ(shown.colormap, Colormap::kViridis);
  const FeatureMap& trained = lab.trained_maps().map(1, 3);
  const ShownMaps beside = shown_maps(lab, MapId::trained(1, 3));
  EXPECT_EQ(beside.values.data(), trained.values.data());
  EXPECT_EQ(beside.ranges, std::vector{trained.range});
  EXPECT_EQ(beside.revision, trained.revision);
}

TEST(ShownMaps, OneRangeSpansMineAndTheirPartners) {
  Lab lab(bench_with(color_network()));
  lab.commit(PairFilter{0, 1});
  lab.commit(PairFilter{1, 4});
  lab.view().ranges.shared = true;
  ValueRange mine = lab.pipeline().map(0, 0).range;
  ValueRange all = mine;
  const auto widen = [](ValueRange& range, const ValueRange& other) {
    range = {std::min(range.lo, other.lo), std::max(range.hi, other.hi)};
  };
  for (std::size_t s = 0; s < 2; ++s) {
    for (std::size_t f = 0; f < 2; ++f) {
      widen(mine, lab.pipeline().map(s, f).range);
      widen(all, lab.pipeline().map(s, f).range);
      widen(all, lab.trained_maps().map(s, f == 0 ? 1 : 4).range);
    }
  }
  EXPECT_NE(all, mine);
  EXPECT_EQ(shown_maps(lab, MapId::mine(0, 1)).ranges, std::vector{all});
  EXPECT_EQ(shown_maps(lab, MapId::trained(1, 4)).ranges, std::vector{all});
  lab.view().maps_tab = MapsTab::kMine;
  EXPECT_EQ(shown_maps(lab, MapId::mine(0, 1)).ranges, std::vector{mine}) << "mine stand alone";
}

TEST(ShownDifference, IsMineLessTheTrainedMapBesideIt) {
  Lab lab(bench_with(color_network()));
  lab.commit(PairFilter{1, 2});
  const ShownMaps shown = shown_maps(lab, MapId::difference(0, 1));
  const auto mine = std::as_const(lab.pipeline().map(0, 1).values).values();
  const auto trained = std::as_const(lab.trained_maps().map(0, 2).values).values();
  ASSERT_EQ(shown.values.values().size(), mine.size());
  float largest = 0.0f;
  for (std::size_t i = 0; i < mine.size(); ++i) {
    EXPECT_EQ(shown.values.values()[i], mine[i] - trained[i]);
    largest = std::max(largest, std::abs(mine[i] - trained[i]));
  }
  EXPECT_EQ(shown.ranges, (std::vector{ValueRange{-largest, largest}}));
  EXPECT_EQ(shown.colormap, Colormap::kSignedLight);
  EXPECT_EQ(shown_maps(lab, MapId::difference(0, 1)).revision, shown.revision);
  EXPECT_NE(shown_maps(lab, MapId::difference(1, 1)).revision, shown.revision);
  lab.commit(SetWeights{{2, kConv1}, {{0, 0, 0, 3.0f}}});
  EXPECT_NE(shown_maps(lab, MapId::difference(0, 1)).revision, shown.revision);
}

TEST(ShownDifference, OfMapsOfTwoSizesIsNone) {
  Lab valid(bench_with(shared(trained_of("valid", conv_of(Tensor({7, 7, 3, 2}))))));
  ASSERT_TRUE(valid.trained_maps().has_maps());
  EXPECT_TRUE(shown_maps(valid, MapId::difference(0, 0)).values.values().empty());
  Lab alone(testing::small_bench());
  EXPECT_TRUE(shown_maps(alone, MapId::difference(0, 0)).values.values().empty());
}

TEST(ShownSheet, GivesEachMapItsRangeOrAllOne) {
  Lab lab(bench_with(color_network()));
  const auto node = static_cast<std::size_t>(lab.run().model().layer(testing::kConv2).node());
  const MapSheet& sheet = lab.run().sheet(node);
  const ShownMaps own = shown_maps(lab, MapId::sheet(node));
  EXPECT_EQ(own.values.data(), sheet.values.data());
  EXPECT_EQ(own.columns, sheet.columns);
  EXPECT_EQ(own.ranges, sheet.ranges);
  EXPECT_EQ(own.revision, sheet.revision);
  EXPECT_EQ(own.colormap, Colormap::kBinary);
  ValueRange all = sheet.ranges.front();
  for (const ValueRange& range : sheet.ranges) {
    all = {std::min(all.lo, range.lo), std::max(all.hi, range.hi)};
  }
  lab.view().ranges.shared = true;
  EXPECT_EQ(shown_maps(lab, MapId::sheet(node)).ranges, std::vector<ValueRange>(4, all));
  lab.view().network_colormap = Colormap::kSignedLight;
  lab.view().theme = Theme::kDark;
  EXPECT_EQ(shown_maps(lab, MapId::sheet(node)).colormap, Colormap::kSignedDark);
  const float largest = std::max(-all.lo, all.hi);
  EXPECT_EQ(shown_maps(lab, MapId::sheet(node)).ranges,
            (std::vector<ValueRange>(4, {-largest, largest})));
}

TEST(BankScale, IsTheLargestWeightOfAllFilters) {
  Tensor kernel({1, 1, 3, 2});
  kernel.data()[3] = -2.5f;
  kernel.data()[4] = 2.0f;
  const nn::Model model = conv_of(std::move(kernel));
  EXPECT_EQ(bank_scale(*filter_bank(model, 0, false)), 2.5f);
  const nn::Model blank = conv_of(Tensor({1, 1, 3, 2}));
  EXPECT_GT(bank_scale(*filter_bank(blank, 0, false)), 0.0f);
}

TEST(BankScale, LeavesOutWhatIsNotFinite) {
  Tensor kernel({1, 1, 3, 2});
  kernel.data()[0] = std::numeric_limits<float>::quiet_NaN();
  kernel.data()[1] = std::numeric_limits<float>::infinity();
  kernel.data()[3] = -2.5f;
  const nn::Model model = conv_of(std::move(kernel));
  const auto bank = filter_bank(model, 0, false);
  EXPECT_EQ(bank_scale(*bank), 2.5f);
  const Image red = filter_picture(*bank, 0, 2.5f, Colormap::kSignedLight);
  EXPECT_EQ(color_at(red, 0, 0), kNotFiniteColor);
  EXPECT_EQ(color_at(red, 0, 1), kNotFiniteColor);
  const Image green = filter_picture(*bank, 1, 2.5f, Colormap::kSignedLight);
  EXPECT_EQ(color_at(green, 0, 1), colormap_table(Colormap::kSignedLight)[0]);
}

// Grey is 0; each filter over its own largest weight.
TEST(FilterPicture, ShowsThreePlanesInColour) {
  Tensor kernel({1, 2, 3, 2});
  float* weights = kernel.data();  // (1, 2, 3, 2)
  weights[(0 * 3 + 0) * 2 + 0] = 4.0f;
  weights[(1 * 3 + 1) * 2 + 0] = -4.0f;
  weights[(1 * 3 + 2) * 2 + 0] = 2.0f;
  weights[(0 * 3 + 2) * 2 + 1] = 0.5f;
  const nn::Model model = conv_of(std::move(kernel));
  for (const bool bgr : {false, true}) {
    const auto bank = filter_bank(model, 0, bgr);
    const Image picture = filter_picture(*bank, -1, 1.0f, Colormap::kSignedLight);
    ASSERT_EQ(picture.height, 1);
    ASSERT_EQ(picture.width, 4);
    const auto color = [bgr](Rgb rgb) {
      if (bgr) std::swap(rgb[0], rgb[2]);
      return rgb;
    };
    EXPECT_EQ(color_at(picture, 0, 0), color({255, 128, 128}));
    EXPECT_EQ(color_at(picture, 0, 1), color({128, 0, 191}));  // 0.75 * 255 = 191.25
    EXPECT_EQ(color_at(picture, 0, 2), color({128, 128, 255}));
    EXPECT_EQ(color_at(picture, 0, 3), color({128, 128, 128}));
  }
}

TEST(FilterPicture, ShowsOnePlaneInSignedColours) {
  Tensor kernel({1, 2, 3, 1});
  kernel.data()[0 * 3 + 1] = 2.0f;
  kernel.data()[1 * 3 + 1] = -2.0f;
  kernel.data()[1 * 3 + 2] = 1.0f;
  const nn::Model model = conv_of(std::move(kernel));
  const auto bank = filter_bank(model, 0, false);
  const ColormapTable& table = colormap_table(Colormap::kSignedDark);
  const auto plane = [&](int channel) {
    return filter_picture(*bank, channel, 2.0f, Colormap::kSignedDark);
  };
  EXPECT_EQ(color_at(plane(0), 0, 0), table[128]);
  EXPECT_EQ(color_at(plane(1), 0, 0), table[255]);
  EXPECT_EQ(color_at(plane(1), 0, 1), table[0]);
  EXPECT_EQ(color_at(plane(2), 0, 1), table[192]);
}

TEST(FilterPicture, PutsSixteenFiltersInARow) {
  nn::Random random(1);
  const nn::Model model = conv_of(nn::tests::random_tensor({2, 3, 3, 35}, random));
  const auto bank = filter_bank(model, 0, false);
  const Image picture = filter_picture(*bank, 1, 1.0f, Colormap::kSignedLight);
  ASSERT_EQ(picture.height, 3 * 2);
  ASSERT_EQ(picture.width, 16 * 3);
  const ColormapTable& table = colormap_table(Colormap::kSignedLight);
  for (int row = 0; row < picture.height; ++row) {
    for (int column = 0; column < picture.width; ++column) {
      const int index = row / 2 * 16 + column / 3;
      const Rgb expected =
          index < 35
              ? table[static_cast<std::size_t>(colormap_index(
                    filter_of(*bank, static_cast<std::size_t>(index)).at(row % 2, column % 3, 1),
                    {-1.0f, 1.0f}))]
              : Rgb{0, 0, 0};
      ASSERT_EQ(color_at(picture, row, column), expected) << row << ' ' << column;
    }
  }
}

TEST(InputPicture, MarksColoursThatAreNoNumbers) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  const Tensor seen(Shape{1, 1, 2, 3}, std::vector{0.0f, kNan, 1.0f, 1.0f, 0.0f, 0.5f});
  const Image picture = input_picture(seen, Colormap::kGray);
  EXPECT_EQ(color_at(picture, 0, 0), kNotFiniteColor);
  EXPECT_EQ(color_at(picture, 0, 1), (Rgb{255, 0, 128}));
}

TEST(OutputPicture, IsOfZeroToOneWhereThatHoldsAll) {
  const Tensor maps(Shape{1, 1, 2, 1}, std::vector{0.25f, 0.5f});
  const ValueRange range = output_range(map_sheet(maps));
  EXPECT_EQ(range, (ValueRange{0.0f, 1.0f}));
  EXPECT_EQ(output_picture(maps, range, Colormap::kGray).rgb,
            input_picture(maps, Colormap::kGray).rgb);
}

TEST(OutputPicture, IsStretchedFromTheLeastToTheGreatestOfAllChannels) {
  constexpr float kInfinite = std::numeric_limits<float>::infinity();
  const Tensor maps(Shape{1, 1, 2, 3}, std::vector{-1.0f, 1.0f, 3.0f, 3.0f, -1.0f, kInfinite});
  const ValueRange range = output_range(map_sheet(maps));
  EXPECT_EQ(range, (ValueRange{-1.0f, 3.0f}));
  const Image picture = output_picture(maps, range, Colormap::kGray);
  EXPECT_EQ(color_at(picture, 0, 0), (Rgb{0, 128, 255}));
  EXPECT_EQ(color_at(picture, 0, 1), kNotFiniteColor);
}

TEST(InputPicture, ShowsColoursAsTheyAreAndGreyInTheMapsColours) {
  Tensor seen({1, 2, 1, 3});
  const float values[6] = {0.0f, 0.5f, 1.0f, -3.0f, 2.0f, 100.0f / 255.0f};
  std::copy(std::begin(values), std::end(values), seen.data());
  const Image picture = input_picture(seen, Colormap::kViridis);
  ASSERT_EQ(picture.height, 2);
  ASSERT_EQ(picture.width, 1);
  EXPECT_EQ(color_at(picture, 0, 0), (Rgb{0, 128, 255}));
  EXPECT_EQ(color_at(picture, 1, 0), (Rgb{0, 255, 100}));
  Tensor grey({1, 1, 3, 1});
  grey.data()[1] = 0.5f;
  grey.data()[2] = 1.0f;
  for (const Colormap map : {Colormap::kViridis, Colormap::kBinary}) {
    const Image shown = input_picture(grey, map);
    ASSERT_EQ(shown.width, 3);
    EXPECT_EQ(color_at(shown, 0, 0), colormap_table(map)[0]);
    EXPECT_EQ(color_at(shown, 0, 1), colormap_table(map)[128]);
    EXPECT_EQ(color_at(shown, 0, 2), colormap_table(map)[255]);
  }
  // A signed map's middle is 0.
  EXPECT_EQ(color_at(input_picture(grey, Colormap::kSignedLight), 0, 0),
            colormap_table(Colormap::kSignedLight)[128]);
}

}  // namespace
}  // namespace convlens::lab
