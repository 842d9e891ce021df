#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "lab/fixtures.h"
#include "lab/lab.h"
#include "lab/shown/shown_maps.h"
#include "lab/stages/spectrum.h"

namespace convlens::lab {
namespace {

using testing::same_bits;
using testing::small_bench;

// The largest of a window, or the mean in double precision.
double pooled_cell(const Tensor& map, int row, int column, const Pooling& pooling) {
  double sum = 0.0;
  double most = -INFINITY;
  for (int i = 0; i < pooling.size; ++i) {
    for (int j = 0; j < pooling.size; ++j) {
      const double value{map.data()[flat_index(row * pooling.size + i, column * pooling.size + j,
                                               map.shape()[1])]};
      sum += value;
      most = std::max(most, value);
    }
  }
  return pooling.average ? sum / (pooling.size * pooling.size) : most;
}

TEST(PooledMap, HasTheLargestOrTheMeanOfEachWholeWindow) {
  Lab lab(small_bench());  // maps of 12x19
  const Tensor& mine = lab.map(MapId::mine(1, 0))->values;
  for (const bool average : {false, true}) {
    for (const int size : {2, 3, 5, 8}) {
      lab.view().pooling = {average, size};
      const FeatureMap* pooled = lab.map(MapId::pooled(1, 0));
      ASSERT_NE(pooled, nullptr);
      ASSERT_EQ(pooled->values.shape(), (Shape{12 / size, 19 / size}));
      for (int row = 0; row < 12 / size; ++row) {
        for (int column = 0; column < 19 / size; ++column) {
          EXPECT_NEAR(double{pooled->values.data()[flat_index(row, column, 19 / size)]},
                      pooled_cell(mine, row, column, lab.view().pooling), 1e-5)
              << row << ", " << column << " of " << size;
        }
      }
    }
  }
}

TEST(PooledMap, LiesOnTheCropWhereItsWindowsDo) {
  Lab lab(small_bench());
  lab.view().pooling.size = 3;
  const MapPlacement mine = *placement(lab, MapId::mine(0, 0));
  const MapPlacement pooled = *placement(lab, MapId::pooled(0, 0));
  EXPECT_EQ(pooled.top(), mine.top());
  EXPECT_EQ(pooled.left(), mine.left());
  EXPECT_EQ(pooled.stride_h, 3);
  EXPECT_EQ(pooled.window_height, 9);  // of 7, and two steps more
}

TEST(PooledMap, IsNoneWhereNoWindowFits) {
  Lab lab(small_bench());
  ASSERT_TRUE(lab.commit(ResizeCrop{0, {5, 19}, {0, 0}}));
  lab.view().pooling.size = 6;
  EXPECT_EQ(lab.map(MapId::pooled(0, 0)), nullptr);
  EXPECT_TRUE(shown_maps(lab, MapId::pooled(0, 0)).empty());
  lab.view().pooling.size = 5;
  EXPECT_NE(lab.map(MapId::pooled(0, 0)), nullptr);
}

TEST(MeasuredMaps, FollowWhatTheyAreMadeOfAndRestWhereItRests) {
  Lab lab(small_bench());
  const auto revision = [&](const MapId& id) { return lab.map(id)->revision; };
  const MapId all[] = {MapId::pooled(0, 0), MapId::response(), MapId::picture_spectrum(0),
                       MapId::map_spectrum(0, 0)};
  std::vector<std::uint64_t> before;
  for (const MapId& id : all) before.push_back(revision(id));
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(revision(all[i]), before[i]);
  ASSERT_TRUE(lab.commit(SetWeights{0, {{0, 0, 0, -2.0f}}}));
  EXPECT_NE(revision(all[0]), before[0]);
  EXPECT_NE(revision(all[1]), before[1]);
  EXPECT_EQ(revision(all[2]), before[2]) << "the photograph is the same";
  EXPECT_NE(revision(all[3]), before[3]);
  lab.view().plane = StagePlane::kGreen;
  EXPECT_TRUE(same_bits(lab.map(all[1])->values.values(),
                        frequency_response(lab.staged_filter(), 1).values()));
  EXPECT_NE(revision(all[2]), before[2]) << "of the green plane now";
}

TEST(MeasuredMaps, SpectraSpanFromZeroInColoursOfTheirOwn) {
  Lab lab(small_bench());
  lab.view().colormap = Colormap::kSignedLight;
  for (const MapId& id :
       {MapId::response(), MapId::picture_spectrum(1), MapId::map_spectrum(1, 1)}) {
    const ShownMaps shown = shown_maps(lab, id);
    ASSERT_FALSE(shown.empty());
    EXPECT_EQ(shown.colormap, Colormap::kMagma);
    EXPECT_EQ(shown.ranges.front().lo, 0.0f);
    EXPECT_EQ(shown.ranges.front().hi, lab.map(id)->range.hi);
    EXPECT_FALSE(placement(lab, id).has_value());
  }
}

TEST(MeasuredMaps, AreNoneOfWhatIsNotThere) {
  Lab lab(small_bench());
  EXPECT_EQ(lab.map(MapId::pooled(0, 7)), nullptr);
  EXPECT_EQ(lab.map(MapId::picture_spectrum(9)), nullptr);
  EXPECT_EQ(lab.map(MapId::map_spectrum(9, 0)), nullptr);
}

}  // namespace
}  // namespace convlens::lab
