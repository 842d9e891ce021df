#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/files.h"
#include "app/program.h"
#include "core/colormap.h"
#include "golden/golden.h"
#include "lab/command/command.h"
#include "lab/range_of_all.h"
#include "lab/stages/pipeline.h"

namespace convlens::app {
namespace {

using testing::photograph_file;
using testing::picture_of;

struct Cell {
  int index, x, y, width, height, rows, columns;
  float lo, hi;
};

struct Drawn {
  Image page;
  std::vector<Cell> cells;
};

class FigureTest : public testing::Program {
 protected:
  Drawn drawn(const std::vector<std::string>& arguments) const {
    std::vector<std::string> words{"figure", "-o", "figure.png", "--cells", "cells.json"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    EXPECT_EQ(run_well(words).out, "");
    Drawn result{picture_of(at("figure.png")), {}};
    for (const auto& cell : nlohmann::json::parse(content("cells.json"))) {
      EXPECT_EQ(cell.size(), 9u);
      result.cells.push_back({cell.at("index"), cell.at("x"), cell.at("y"), cell.at("width"),
                              cell.at("height"), cell.at("rows"), cell.at("cols"), cell.at("lo"),
                              cell.at("hi")});
    }
    return result;
  }
};

// Every pixel of a cell shows the colour of its value, every other pixel of the page is white.
// `colors`: one vector of rows x columns colours a cell.
void expect_colors(const Drawn& drawn, const std::vector<std::vector<Rgb>>& colors) {
  ASSERT_EQ(drawn.cells.size(), colors.size());
  std::vector<std::uint8_t> expected(drawn.page.rgb.size(), 255);
  for (std::size_t i = 0; i < colors.size(); ++i) {
    const Cell& cell = drawn.cells[i];
    ASSERT_EQ(cell.index, static_cast<int>(i));
    ASSERT_EQ(colors[i].size(), static_cast<std::size_t>(cell.rows * cell.columns));
    const int zoom = cell.width / cell.columns;
    ASSERT_EQ(cell.width, cell.columns * zoom);
    ASSERT_EQ(cell.height, cell.rows * zoom);
    ASSERT_LE(cell.x + cell.width, drawn.page.width);
    ASSERT_LE(cell.y + cell.height, drawn.page.height);
    for (int y = 0; y < cell.height; ++y) {
      for (int x = 0; x < cell.width; ++x) {
        const Rgb& color = colors[i][static_cast<std::size_t>(y / zoom * cell.columns + x / zoom)];
        const int place = ((cell.y + y) * drawn.page.width + cell.x + x) * 3;
        std::copy(color.begin(), color.end(), expected.begin() + place);
      }
    }
  }
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) wrong += expected[i] != drawn.page.rgb[i];
  EXPECT_EQ(wrong, 0u) << "of " << expected.size() << " samples";
}

// Colours out of a tensor (..., rows, columns, 3) of samples 0 to 255.
std::vector<std::vector<Rgb>> colors_of(const Tensor& samples, std::size_t cells) {
  std::vector<std::vector<Rgb>> colors(cells);
  const std::size_t pixels = samples.size() / 3 / cells;
  const float* sample = samples.data();
  for (auto& cell : colors) {
    for (std::size_t i = 0; i < pixels; ++i, sample += 3) {
      cell.push_back({static_cast<std::uint8_t>(sample[0]), static_cast<std::uint8_t>(sample[1]),
                      static_cast<std::uint8_t>(sample[2])});
    }
  }
  return colors;
}

std::vector<Rgb> colors_of(const Image& image) {
  std::vector<Rgb> colors;
  for (std::size_t i = 0; i < image.rgb.size(); i += 3) {
    colors.push_back({image.rgb[i], image.rgb[i + 1], image.rgb[i + 2]});
  }
  return colors;
}

TEST_F(FigureTest, FeatureMapsHaveMatplotlibsColours) {
  const Drawn figure = drawn({"feature-maps"});
  expect_colors(figure, colors_of(golden::array("figure.npy"), 4));
  // 2x2, a row an image.
  ASSERT_EQ(figure.cells.size(), 4u);
  EXPECT_EQ(figure.cells[0].y, figure.cells[1].y);
  EXPECT_EQ(figure.cells[0].x, figure.cells[2].x);
  EXPECT_GT(figure.cells[1].x, figure.cells[0].x);
  EXPECT_GT(figure.cells[2].y, figure.cells[0].y);
}

TEST_F(FigureTest, CellsSayTheMapsRanges) {
  const Drawn figure = drawn({"feature-maps"});
  const Tensor maps = golden::array("maps.npy");  // (2, 70, 120, 2)
  ASSERT_EQ(figure.cells.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    float lo = maps.data()[i / 2 * 70 * 120 * 2 + i % 2];
    float hi = lo;
    for (std::size_t pixel = 0; pixel < 70 * 120; ++pixel) {
      const float value = maps.data()[(i / 2 * 70 * 120 + pixel) * 2 + i % 2];
      lo = std::min(lo, value);
      hi = std::max(hi, value);
    }
    // Two sums of 21 values up to 1, each within gamma_21 * 21 of the exact one.
    EXPECT_NEAR(figure.cells[i].lo, lo, 2 * 21 * 21 * 0x1p-24);
    EXPECT_NEAR(figure.cells[i].hi, hi, 2 * 21 * 21 * 0x1p-24);
  }
}

TEST_F(FigureTest, CropsAreKerassCrops) {
  expect_colors(drawn({"crops"}), colors_of(golden::array("crops.npy"), 2));
}

TEST_F(FigureTest, SampleImagesAreThePhotographs) {
  const Drawn figure = drawn({"sample-images"});
  ASSERT_EQ(figure.cells.size(), 2u);
  EXPECT_EQ(figure.cells[0].rows, 427);
  EXPECT_EQ(figure.cells[0].columns, 640);
  expect_colors(figure, {colors_of(picture_of(photograph_file("china.jpg"))),
                         colors_of(picture_of(photograph_file("flower.jpg")))});
}

TEST_F(FigureTest, PicturesOfSeveralSizesKeepTheirs) {
  const Image small = testing::noise_picture(20, 90, 1);
  const Image large = testing::noise_picture(81, 123, 2);
  testing::save(at("small.png"), small);
  testing::save(at("large.png"), large);
  expect_colors(drawn({"sample-images", "--image", "small.png", "--image", "large.png"}),
                {colors_of(small), colors_of(large)});
}

// The maps that the stages behind the figure compute from the files given to it.
class MapFigureTest : public FigureTest {
 protected:
  MapFigureTest() {
    const Image image = testing::noise_picture(80, 130, 3);
    const Tensor kernel = testing::random_tensor({5, 3, 3, 3}, 4);
    testing::save(at("noise.png"), image);
    testing::save(at("filters.npy"), kernel);
    auto picture = std::make_shared<const lab::Picture>(lab::Picture{"noise.png", image});
    auto filters = testing::value_of(lab::to_filters(kernel, "filters"));
    const lab::Document document =
        testing::value_of(lab::apply(lab::notebook_document({picture}), lab::SetFilters{filters}));
    EXPECT_TRUE(pipeline_.update(document));
  }

  Drawn maps_drawn(std::vector<std::string> arguments) const {
    const std::vector<std::string> files{"feature-maps", "--image", "noise.png", "--filters",
                                         "filters.npy"};
    arguments.insert(arguments.begin(), files.begin(), files.end());
    return drawn(arguments);
  }

  // Colours of the maps, each over its own range where none is given.
  std::vector<std::vector<Rgb>> expected(std::optional<ValueRange> range, Colormap map) const {
    std::vector<std::vector<Rgb>> colors;
    for (std::size_t f = 0; f < 3; ++f) {
      const lab::FeatureMap& values = pipeline_.map(0, f);
      colors.push_back(colorize(values.values.values(), range.value_or(values.range), map));
    }
    return colors;
  }

  lab::Pipeline pipeline_;
};

TEST_F(MapFigureTest, EachMapHasItsOwnRangeUnlessTold) {
  const auto colors = expected(std::nullopt, Colormap::kViridis);
  expect_colors(maps_drawn({}), colors);
  expect_colors(maps_drawn({"--range", "each"}), colors);
}

TEST_F(MapFigureTest, ALayersRangeIsOneForAll) {
  const ValueRange layer = range_of_all(pipeline_);
  const Drawn figure = maps_drawn({"--range", "layer"});
  expect_colors(figure, expected(layer, Colormap::kViridis));
  for (const Cell& cell : figure.cells) {
    EXPECT_EQ(cell.lo, layer.lo);
    EXPECT_EQ(cell.hi, layer.hi);
  }
}

TEST_F(MapFigureTest, AFixedRangeClips) {
  const Drawn figure = maps_drawn({"--range", "-0.5,0.25"});
  expect_colors(figure, expected(ValueRange{-0.5f, 0.25f}, Colormap::kViridis));
  for (const Cell& cell : figure.cells) {
    EXPECT_EQ(cell.lo, -0.5f);
    EXPECT_EQ(cell.hi, 0.25f);
  }
}

TEST_F(MapFigureTest, EveryColourMapIsHonoured) {
  for (const char* name : {"viridis", "binary", "gray", "magma", "cividis"}) {
    SCOPED_TRACE(name);
    const auto map = colormap_named(name);
    ASSERT_TRUE(map);
    expect_colors(maps_drawn({"--cmap", name}), expected(std::nullopt, *map));
  }
}

// Zero stands in the middle, unless a range is given by number.
TEST_F(MapFigureTest, TheSignedColourMapSpansAsFarBelowZeroAsAbove) {
  std::vector<std::vector<Rgb>> colors;
  for (std::size_t f = 0; f < 3; ++f) {
    const lab::FeatureMap& map = pipeline_.map(0, f);
    const float largest = std::max(std::abs(map.range.lo), std::abs(map.range.hi));
    colors.push_back(colorize(map.values.values(), {-largest, largest}, Colormap::kSignedLight));
  }
  expect_colors(maps_drawn({"--cmap", "signed"}), colors);
  expect_colors(maps_drawn({"--cmap", "signed", "--range", "-0.5,0.25"}),
                expected(ValueRange{-0.5f, 0.25f}, Colormap::kSignedLight));
}

TEST_F(MapFigureTest, ColumnsAreHonoured) {
  const auto colors = expected(std::nullopt, Colormap::kViridis);
  for (const int columns : {1, 2, 3, 4096}) {
    SCOPED_TRACE(columns);
    const Drawn figure = maps_drawn({"--cols", std::to_string(columns)});
    expect_colors(figure, colors);
    ASSERT_EQ(figure.cells.size(), 3u);
    for (int i = 1; i < 3; ++i) {
      const Cell& first = figure.cells[0];
      const Cell& cell = figure.cells[static_cast<std::size_t>(i)];
      EXPECT_EQ(cell.x == first.x, i % columns == 0);
      EXPECT_EQ(cell.y == first.y, i / columns == 0);
    }
  }
}

TEST_F(MapFigureTest, TheSameFigureHasTheSameBytes) {
  maps_drawn({});
  const std::string first = content("figure.png");
  maps_drawn({});
  EXPECT_EQ(content("figure.png"), first);
}

TEST_F(FigureTest, WhatWasDoneToItsPicturesIsSaidOnlyWhereAskedFor) {
  const std::string file = golden::path("odd_pictures/grey_16.png").string();
  const auto said =
      run({"figure", "sample-images", "--image", file, "-o", "figure.png", "--verbose"});
  EXPECT_EQ(said.status, 0);
  EXPECT_EQ(said.err, "convlens: " + file +
                          ": grey as three equal channels, 16 bits a channel brought to 8\n");
  EXPECT_EQ(run_well({"figure", "sample-images", "--image", file, "-o", "figure.png"}).err, "");
}

}  // namespace
}  // namespace convlens::app
