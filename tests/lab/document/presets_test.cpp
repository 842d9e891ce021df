#include "lab/document/presets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "lab/stages/pipeline.h"

namespace convlens::lab {
namespace {

Filter shaped(int height, int width, int channels) {
  return zero_filter("any", height, width, channels);
}

Filter preset(Preset which, int height, int width, int channels) {
  Filter filter = shaped(height, width, channels);
  filter.weights = *preset_weights(which, filter);
  return filter;
}

TEST(Presets, TheLinesAreTheNotebooks) {
  // filters[:, 3, :, 0] = 1; filters[3, :, :, 1] = 1
  for (int row = 0; row < 7; ++row) {
    for (int column = 0; column < 7; ++column) {
      for (int c = 0; c < 3; ++c) {
        EXPECT_EQ(vertical_line_filter().at(row, column, c), column == 3 ? 1.0f : 0.0f);
        EXPECT_EQ(horizontal_line_filter().at(row, column, c), row == 3 ? 1.0f : 0.0f);
      }
    }
  }
}

TEST(Presets, EachFitsAnyShapeOrSaysThatItDoesNot) {
  for (const Preset which : kPresets) {
    for (const int height : {1, 2, 3, 4, 7, 15}) {
      for (const int width : {1, 3, 6, 15}) {
        for (const int channels : {1, 3}) {
          const Filter filter = shaped(height, width, channels);
          const auto weights = preset_weights(which, filter);
          EXPECT_EQ(weights.value_or(filter.weights).size(), filter.weights.size());
        }
      }
    }
  }
  EXPECT_FALSE(preset_weights(Preset::kSobelX, shaped(2, 7, 3)).has_value());
  EXPECT_FALSE(preset_weights(Preset::kRedGreen, shaped(7, 7, 1)).has_value());
}

TEST(Presets, SumsSayWhatAFlatAreaBecomes) {
  const auto sum = [](Preset which) { return weight_sum(preset(which, 7, 7, 3)); };
  EXPECT_EQ(sum(Preset::kVerticalLine), 21.0);
  for (const Preset which :
       {Preset::kIdentity, Preset::kBox, Preset::kGaussian, Preset::kSharpen, Preset::kEmboss}) {
    EXPECT_NEAR(sum(which), 1.0, 1e-5) << static_cast<int>(which);
  }
  for (const Preset which : {Preset::kSobelX, Preset::kSobelY, Preset::kScharrX, Preset::kScharrY,
                             Preset::kLaplacian, Preset::kRedGreen, Preset::kBlueYellow}) {
    EXPECT_NEAR(sum(which), 0.0, 1e-5) << static_cast<int>(which);
  }
}

// The derivative's sign: brighter to the right, or below, is positive.
TEST(Presets, SobelAndScharrPointRightAndDown) {
  for (const auto& [x, y] : {std::pair{Preset::kSobelX, Preset::kSobelY},
                             std::pair{Preset::kScharrX, Preset::kScharrY}}) {
    const Filter across = preset(x, 3, 3, 1);
    const Filter down = preset(y, 3, 3, 1);
    EXPECT_GT(across.at(1, 2, 0), 0.0f);
    EXPECT_EQ(across.at(1, 0, 0), -across.at(1, 2, 0));
    EXPECT_EQ(across.at(0, 1, 0), 0.0f);
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < 3; ++j) EXPECT_EQ(across.at(i, j, 0), down.at(j, i, 0));
    }
  }
  EXPECT_EQ(preset(Preset::kScharrX, 3, 3, 1).at(1, 2, 0), 10.0f);
}

TEST(Presets, PatternsStandInTheMiddleOfLargerFilters) {
  const Filter filter = preset(Preset::kLaplacian, 7, 7, 1);
  EXPECT_EQ(filter.at(3, 3, 0), -4.0f);
  EXPECT_EQ(filter.at(2, 3, 0), 1.0f);
  EXPECT_EQ(filter.at(0, 0, 0), 0.0f);
  EXPECT_EQ(std::count_if(filter.weights.begin(), filter.weights.end(),
                          [](float weight) { return weight != 0.0f; }),
            5);
}

TEST(Presets, IdentityKeepsAGreyPicture) {
  auto picture = std::make_shared<Picture>();
  picture->image = {4, 5, {}};
  for (int i = 0; i < 20; ++i) {
    picture->image.rgb.insert(picture->image.rgb.end(), 3, static_cast<std::uint8_t>(i * 12));
  }
  Document document;
  document.crop_size = {4, 5};
  document.sources = {{picture, {0, 0}}};
  document.filters = {preset(Preset::kIdentity, 7, 7, 3)};
  Pipeline pipeline;
  ASSERT_TRUE(pipeline.update(document).has_value());
  const auto values = pipeline.map(0, 0).values.values();
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_NEAR(values[i], static_cast<float>(i) * 12.0f / 255.0f, 1e-6f);
  }
}

TEST(Presets, TheGaussianIsSymmetricAndFallsOff) {
  const Filter filter = preset(Preset::kGaussian, 5, 9, 1);
  for (int row = 0; row < 5; ++row) {
    for (int column = 0; column < 9; ++column) {
      EXPECT_EQ(filter.at(row, column, 0), filter.at(4 - row, 8 - column, 0));
      EXPECT_LE(filter.at(row, column, 0), filter.at(2, 4, 0));
    }
  }
  EXPECT_GT(filter.at(2, 5, 0), filter.at(2, 6, 0));
}

TEST(Presets, BalancedWeightsSumToZeroAndKeepTheirDifferences) {
  Filter filter = vertical_line_filter();
  const float before = filter.at(0, 3, 0) - filter.at(0, 0, 0);
  filter.weights = balanced(filter);
  EXPECT_NEAR(weight_sum(filter), 0.0, 147 * 1.2e-7);
  EXPECT_FLOAT_EQ(filter.at(0, 3, 0) - filter.at(0, 0, 0), before);
}

}  // namespace
}  // namespace convlens::lab
