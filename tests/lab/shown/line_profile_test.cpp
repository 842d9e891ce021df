#include "lab/shown/line_profile.h"

#include <gtest/gtest.h>

#include <cmath>

#include "lab/networks.h"
#include "lab/shown/shown_maps.h"

namespace convlens::lab {
namespace {

using testing::bench_with;
using testing::color_network;
using testing::small_bench;

TEST(LineProfile, HasTheCropsChannelsAndMyMapAlongARow) {
  const Lab lab(small_bench());  // crops of 12x19
  const MapCell cell{MapId::mine(1, 0), 5, 7};
  const auto profile = line_profile(lab, cell, false);
  ASSERT_TRUE(profile);
  EXPECT_EQ(profile->line, 5);
  EXPECT_EQ(profile->at, 7.0);
  EXPECT_EQ(profile->extent, 19);
  EXPECT_FALSE(profile->trained);
  const Tensor& crop = lab.pipeline().crop(1).pixels;
  const Tensor& map = lab.map(cell.map)->values;
  ASSERT_EQ(profile->mine.values.size(), 19u);
  EXPECT_EQ(profile->mine.first, 0.0);
  EXPECT_EQ(profile->mine.step, 1.0);
  for (std::size_t x = 0; x < 19; ++x) {
    EXPECT_EQ(profile->mine.values[x], map.data()[5 * 19 + x]);
    for (std::size_t c = 0; c < 3; ++c) {
      EXPECT_EQ(profile->crop[c].values[x], crop.data()[(5 * 19 + x) * 3 + c]);
    }
  }
}

TEST(LineProfile, GoesDownAColumnWithStridesAndWithoutPadding) {
  Lab lab(small_bench());
  ASSERT_TRUE(lab.commit(SetSteps{2, 3, 1, 1, conv::Padding::kValid}));
  const MapCell cell{MapId::mine(0, 1), 1, 2};
  const auto profile = line_profile(lab, cell, true);
  ASSERT_TRUE(profile);
  // The window of column 2 begins at pixel 6 and is 7 wide: its middle is 9.
  EXPECT_EQ(profile->line, 9);
  EXPECT_EQ(profile->at, 1 * 2 + 3);
  EXPECT_EQ(profile->extent, 12);
  const Tensor& map = lab.map(cell.map)->values;
  ASSERT_EQ(profile->mine.values.size(), static_cast<std::size_t>(map.shape()[0]));
  EXPECT_EQ(profile->mine.first, 3.0);
  EXPECT_EQ(profile->mine.step, 2.0);
  for (std::size_t y = 0; y < profile->mine.values.size(); ++y) {
    EXPECT_EQ(profile->mine.values[y],
              map.data()[y * static_cast<std::size_t>(map.shape()[1]) + 2]);
  }
  const Tensor& crop = lab.pipeline().crop(0).pixels;
  EXPECT_EQ(profile->crop[2].values[11], crop.data()[(11 * 19 + 9) * 3 + 2]);
}

TEST(LineProfile, HasTheTrainedMapsNearestRow) {
  Lab lab(bench_with(color_network()));
  const auto partner = lab.partner(0);
  ASSERT_TRUE(partner);
  const auto profile = line_profile(lab, {MapId::mine(0, 0), 4, 4}, false);
  ASSERT_TRUE(profile && profile->trained);
  const MapId trained = MapId::trained(0, partner->filter);
  const Tensor& map = lab.map(trained)->values;
  const MapPlacement place = *placement(lab, trained);
  const auto row = static_cast<int>(
      std::lround((4 - place.top() - (place.stride_h - 1) / 2.0) / place.stride_h));
  ASSERT_EQ(profile->trained->values.size(), static_cast<std::size_t>(map.shape()[1]));
  for (std::size_t x = 0; x < profile->trained->values.size(); ++x) {
    EXPECT_EQ(profile->trained->values[x],
              map.data()[static_cast<std::size_t>(row * map.shape()[1]) + x]);
  }
}

TEST(LineProfile, IsNoneWithoutACellOfMine) {
  const Lab lab(small_bench());
  EXPECT_FALSE(line_profile(lab, {MapId::mine(0, 9), 0, 0}, false));
  EXPECT_FALSE(line_profile(lab, {MapId::trained(0, 0), 0, 0}, false));
}

}  // namespace
}  // namespace convlens::lab
