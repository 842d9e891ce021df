#include "core/colormap.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

#include "core/statistics.h"
#include "golden/golden.h"

namespace convlens {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kMax = std::numeric_limits<float>::max();

TEST(ColormapIndex, SpreadsTheRangeOver256Entries) {
  const ValueRange unit{0.0f, 1.0f};
  EXPECT_EQ(colormap_index(0.0f, unit), 0);
  EXPECT_EQ(colormap_index(1.0f, unit), 255);
  EXPECT_EQ(colormap_index(0.5f, unit), 128);
  EXPECT_EQ(colormap_index(1.0f / 256, unit), 1);
  EXPECT_EQ(colormap_index(0.99f / 256, unit), 0);
  EXPECT_EQ(colormap_index(255.0f / 256, unit), 255);
  EXPECT_EQ(colormap_index(254.9f / 256, unit), 254);
}

TEST(ColormapIndex, ClipsOutsideTheRange) {
  const ValueRange range{-0.5f, 0.5f};
  EXPECT_EQ(colormap_index(-0.6f, range), 0);
  EXPECT_EQ(colormap_index(-0.501f, range), 0);
  EXPECT_EQ(colormap_index(0.7f, range), 255);
  EXPECT_EQ(colormap_index(kInfinity, range), 255);
  EXPECT_EQ(colormap_index(-kInfinity, range), 0);
}

TEST(ColormapIndex, IsZeroForConstantsAndNan) {
  EXPECT_EQ(colormap_index(3.0f, {3.0f, 3.0f}), 0);
  EXPECT_EQ(colormap_index(4.0f, {3.0f, 3.0f}), 0);
  EXPECT_EQ(colormap_index(kNan, {0.0f, 1.0f}), 0);
  EXPECT_EQ(colormap_index(kNan, {2.0f, 2.0f}), 0);
}

TEST(ColormapIndex, SurvivesExtremeRanges) {
  EXPECT_EQ(colormap_index(0.0f, {-kMax, kMax}), 128);
  EXPECT_EQ(colormap_index(kMax, {-kMax, kMax}), 255);
  EXPECT_EQ(colormap_index(kMax, {0.0f, std::numeric_limits<float>::denorm_min()}), 255);
  EXPECT_EQ(colormap_index(1.0f, {-kInfinity, kInfinity}), 0);
}

// The reference cells were coloured by matplotlib from TensorFlow's maps; six of them lie so near
// a bin's edge that arithmetic in float32 or double alone puts them one entry off.
TEST(Colorize, PaintsTheNotebooksFigureAsMatplotlib) {
  const Tensor maps = golden::array("maps.npy");      // (2, 70, 120, 2)
  const Tensor figure = golden::array("figure.npy");  // (2, 2, 70, 120, 3)
  ASSERT_EQ(maps.shape(), (Shape{2, 70, 120, 2}));
  ASSERT_EQ(figure.shape(), (Shape{2, 2, 70, 120, 3}));
  constexpr std::size_t kCells = 70 * 120;
  for (std::size_t image = 0; image < 2; ++image) {
    for (std::size_t map = 0; map < 2; ++map) {
      std::vector<float> cells(kCells);
      for (std::size_t i = 0; i < kCells; ++i) {
        cells[i] = maps.data()[(image * kCells + i) * 2 + map];
      }
      const std::vector<Rgb> colors = colorize(cells, finite_range(cells), Colormap::kViridis);
      ASSERT_EQ(colors.size(), kCells);
      const float* expected = figure.data() + (image * 2 + map) * kCells * 3;
      std::size_t different = 0;
      for (std::size_t i = 0; i < kCells; ++i) {
        for (std::size_t c = 0; c < 3; ++c) {
          different += static_cast<float>(colors[i][c]) != expected[i * 3 + c] ? 1 : 0;
        }
      }
      EXPECT_EQ(different, 0U) << "image " << image << ", map " << map;
    }
  }
}

TEST(Colorize, PaintsConstantsInTheFirstColour) {
  const std::vector<float> constant(3, 0.5f);
  EXPECT_EQ(colorize(constant, finite_range(constant), Colormap::kViridis),
            std::vector<Rgb>(3, Rgb{68, 1, 84}));
  EXPECT_TRUE(colorize({}, {0.0f, 1.0f}, Colormap::kGray).empty());
}

TEST(Colorize, PaintsWhatIsNotFiniteInAColourOfItsOwn) {
  const std::vector<float> values{kNan, kInfinity, -kInfinity, 0.0f, 1.0f};
  for (const Colormap map :
       {Colormap::kViridis, Colormap::kBinary, Colormap::kGray, Colormap::kMagma,
        Colormap::kCividis, Colormap::kSignedLight, Colormap::kSignedDark}) {
    const ColormapTable& table = colormap_table(map);
    const std::vector<Rgb> expected{kNotFiniteColor, kNotFiniteColor, kNotFiniteColor, table[0],
                                    table[255]};
    EXPECT_EQ(colorize(values, {0.0f, 1.0f}, map), expected) << colormap_name(map);
    // Nobody takes it for a value.
    for (const Rgb& entry : table) {
      int distance = 0;
      for (std::size_t c = 0; c < 3; ++c) distance += std::abs(entry[c] - kNotFiniteColor[c]);
      EXPECT_GT(distance, 192) << colormap_name(map);
    }
  }
}

TEST(ColormapTable, EndsAreMatplotlibs) {
  const auto ends = [](Colormap map) {
    const ColormapTable& table = colormap_table(map);
    return std::array<Rgb, 2>{table.front(), table.back()};
  };
  EXPECT_EQ(ends(Colormap::kViridis), (std::array<Rgb, 2>{{{68, 1, 84}, {253, 231, 36}}}));
  EXPECT_EQ(ends(Colormap::kBinary), (std::array<Rgb, 2>{{{255, 255, 255}, {0, 0, 0}}}));
  EXPECT_EQ(ends(Colormap::kGray), (std::array<Rgb, 2>{{{0, 0, 0}, {255, 255, 255}}}));
  EXPECT_EQ(ends(Colormap::kMagma), (std::array<Rgb, 2>{{{0, 0, 3}, {251, 252, 191}}}));
  EXPECT_EQ(ends(Colormap::kCividis), (std::array<Rgb, 2>{{{0, 34, 77}, {253, 231, 55}}}));
}

TEST(ColormapTable, ViridisIsTheNotebooksOwn) {
  const auto path =
      std::filesystem::path(CONVLENS_SHARED_DIR) / "realdata/hg-mldl/viridis_lut.json";
  std::ifstream file(path);
  if (!file) GTEST_SKIP() << path << " is missing";
  const auto expected = nlohmann::json::parse(file);
  ASSERT_EQ(expected.size(), 256U);
  for (std::size_t i = 0; i < 256; ++i) {
    EXPECT_EQ(colormap_table(Colormap::kViridis)[i], expected[std::to_string(i)].get<Rgb>()) << i;
  }
}

TEST(ColormapTable, SignedMapsHoldTheFiveColoursAtTheirValues) {
  const ValueRange range{-2.0f, 2.0f};
  const std::array<float, 5> values{-2.0f, -1.0f, 0.0f, 1.0f, 2.0f};
  EXPECT_EQ(colorize(values, range, Colormap::kSignedLight),
            (std::vector<Rgb>{{0x0A, 0x35, 0x67},
                              {0x17, 0x69, 0xB5},
                              {0xF1, 0xF2, 0xF4},
                              {0xD6, 0x64, 0x0E},
                              {0x7A, 0x2E, 0x00}}));
  EXPECT_EQ(colorize(values, range, Colormap::kSignedDark), (std::vector<Rgb>{{0xD6, 0xEA, 0xFF},
                                                                              {0x6D, 0xB4, 0xFF},
                                                                              {0x2B, 0x2F, 0x36},
                                                                              {0xFF, 0xA5, 0x52},
                                                                              {0xFF, 0xE3, 0xC4}}));
}

TEST(ColormapTable, SignedMapsAreLinearBetweenTheirColours) {
  const ColormapTable& light = colormap_table(Colormap::kSignedLight);
  EXPECT_EQ(light[32], (Rgb{16, 79, 142}));     // halfway: (16.5, 79, 142), rounded to even
  EXPECT_EQ(light[160], (Rgb{228, 171, 129}));  // halfway: (227.5, 171, 129)
}

TEST(ColormapName, NamesFindTheirMaps) {
  for (const Colormap map : {Colormap::kViridis, Colormap::kBinary, Colormap::kGray,
                             Colormap::kMagma, Colormap::kCividis, Colormap::kSignedLight}) {
    EXPECT_EQ(colormap_named(colormap_name(map)), map);
  }
  EXPECT_EQ(colormap_named("signed"), Colormap::kSignedLight);
  EXPECT_EQ(colormap_name(Colormap::kSignedDark), "signed");
  EXPECT_EQ(colormap_named("Viridis"), std::nullopt);
  EXPECT_EQ(colormap_named(""), std::nullopt);
}

TEST(RangeFor, KeepsZeroInTheMiddleOfSignedMapsAlone) {
  EXPECT_EQ(range_for(Colormap::kViridis, {2.0f, 5.0f}), (ValueRange{2.0f, 5.0f}));
  EXPECT_EQ(range_for(Colormap::kSignedLight, {2.0f, 5.0f}), (ValueRange{-5.0f, 5.0f}));
  EXPECT_EQ(range_for(Colormap::kSignedDark, {-7.0f, 5.0f}), (ValueRange{-7.0f, 7.0f}));
  const ValueRange of_zeros = range_for(Colormap::kSignedLight, {0.0f, 0.0f});
  EXPECT_EQ(colormap_index(0.0f, of_zeros), 128);
}

}  // namespace
}  // namespace convlens
