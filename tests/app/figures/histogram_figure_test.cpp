// The histograms of a layer's weights, read off the picture. The truth for one of them is the
// course notebook's picture and model, which are no part of this project: where they are not at
// hand, that test says so and is skipped.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

#include "app/files.h"
#include "app/program.h"

namespace convlens::app {
namespace {

using testing::picture_of;

const std::filesystem::path kNotebook =
    std::filesystem::path(CONVLENS_SHARED_DIR) / "realdata/hg-mldl";
const std::string kCifar =
    (std::filesystem::path(CONVLENS_TEST_DIR) / "../assets/models/cifar10.keras").string();

bool is_blue(const Image& image, int y, int x) {
  const auto pixel = image.pixel(y, x);
  return pixel[0] == 31 && pixel[1] == 119 && pixel[2] == 180;
}

int blue_pixels_in_column(const Image& image, int x) {
  int count = 0;
  for (int y = 0; y < image.height; ++y) count += is_blue(image, y, x) ? 1 : 0;
  return count;
}

// Heights in pixels at the middle of `bars` bars that stand side by side from `left` to `right`.
std::vector<int> heights(const Image& image, double left, double right, int bars) {
  std::vector<int> found;
  for (int bar = 0; bar < bars; ++bar) {
    const double middle = left + (right - left) * (bar + 0.5) / bars;
    found.push_back(blue_pixels_in_column(image, static_cast<int>(middle)));
  }
  return found;
}

struct Drawn {
  Image picture;
  nlohmann::json cell;
  std::string said;
  std::vector<int> counts;
};

class HistogramTest : public testing::Program {
 protected:
  Drawn drawn(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "figure");
    arguments.insert(arguments.end(), {"-o", "figure.png", "--cells", "cells.json"});
    Drawn result{{}, {}, run_well(arguments).out, {}};
    result.picture = picture_of(at("figure.png"));
    const auto cells = nlohmann::json::parse(content("cells.json"));
    EXPECT_EQ(cells.size(), 1u);
    result.cell = cells.at(0);
    const std::string word = "\nhistogram [";
    std::istringstream list(result.said.substr(result.said.find(word) + word.size()));
    for (int count = 0; list >> count; list.ignore(1)) result.counts.push_back(count);
    return result;
  }

  // Every bar is as high as its count says, of the same whole width, and stands on the baseline.
  void expect_bars(const Drawn& figure, const std::vector<int>& counts) const {
    ASSERT_EQ(figure.counts, counts);
    ASSERT_EQ(figure.cell.at("rows"), 1);
    ASSERT_EQ(figure.cell.at("cols"), 10);
    const int left = figure.cell.at("x");
    const int width = figure.cell.at("width");
    const int baseline = figure.cell.at("y").get<int>() + figure.cell.at("height").get<int>();
    ASSERT_EQ(width % 10, 0);
    const int most = *std::max_element(counts.begin(), counts.end());
    const double unit = figure.cell.at("height").get<double>() / 1.05 / most;
    for (int x = left; x < left + width; ++x) {
      const int count = counts[static_cast<std::size_t>((x - left) / (width / 10))];
      const int height = blue_pixels_in_column(figure.picture, x);
      ASSERT_NEAR(height, count * unit, 0.5) << "column " << x;
      if (height > 0) {
        ASSERT_TRUE(is_blue(figure.picture, baseline - 1, x)) << "column " << x;
      }
    }
    EXPECT_EQ(blue_pixels_in_column(figure.picture, left - 1), 0);
    EXPECT_EQ(blue_pixels_in_column(figure.picture, left + width), 0);
  }
};

TEST_F(HistogramTest, TheBundledModelsBarsAreItsCounts) {
  const Drawn figure = drawn({"weights-histogram"});
  EXPECT_EQ(figure.counts.size(), 10u);
  EXPECT_EQ(std::accumulate(figure.counts.begin(), figure.counts.end(), 0), 3 * 3 * 32);
  expect_bars(figure, figure.counts);
  // The weights command counts the same kernel.
  const std::string model =
      (std::filesystem::path(CONVLENS_TEST_DIR) / "../assets/models/fashion_mnist.keras").string();
  EXPECT_EQ(run_well({"weights", model, "--layer", "conv1", "-o", "w.npy"}).out, figure.said);
}

TEST_F(HistogramTest, AnyLayerOfAnyModelWillDo) {
  const Drawn dense = drawn({"weights-histogram", "--model", kCifar, "--layer", "dense"});
  EXPECT_EQ(dense.said.rfind("dense (Dense)  kernel (128, 10)", 0), 0u) << dense.said;
  EXPECT_EQ(std::accumulate(dense.counts.begin(), dense.counts.end(), 0), 1280);
  expect_bars(dense, dense.counts);
}

TEST_F(HistogramTest, TheNotebooksModelGivesTheNotebooksPicture) {
  if (!std::filesystem::exists(kNotebook)) {
    GTEST_SKIP() << "the notebook's files are not here: " << kNotebook;
  }
  const std::string model = (kNotebook / "best-cnn-model-keras3.4.1.keras").string();
  const Drawn figure = drawn({"weights-histogram", "--model", model});
  expect_bars(figure, {1, 1, 4, 0, 0, 7, 49, 79, 101, 46});
  EXPECT_NE(figure.said.find("mean -0.01438355  std 0.23351654"), std::string::npos) << figure.said;
  EXPECT_NEAR(figure.cell.at("lo").get<double>(), -1.370437, 1e-6);
  EXPECT_NEAR(figure.cell.at("hi").get<double>(), 0.364448, 1e-6);

  // The same bars in the notebook's own picture, each to half a pixel of its 350.
  const Image notebook = picture_of(kNotebook / "notebook_8-3/cell11_out0.png");
  int first = 0;
  while (blue_pixels_in_column(notebook, first) == 0) ++first;
  int last = notebook.width;
  while (blue_pixels_in_column(notebook, last - 1) == 0) --last;
  const auto theirs = heights(notebook, first, last, 10);
  const double left = figure.cell.at("x");
  const auto ours = heights(figure.picture, left, left + figure.cell.at("width").get<double>(), 10);
  const double zoom = static_cast<double>(theirs[8]) / ours[8];
  for (std::size_t bar = 0; bar < 10; ++bar) {
    EXPECT_NEAR(ours[bar] * zoom, theirs[bar], 1.0) << "bar " << bar;
  }
}

// Ticks stand left of the axes, two pixels high, from 0 at the baseline, evenly.
TEST_F(HistogramTest, TheNumbersOfTheLeftAxisStandAtTheirHeights) {
  const Drawn figure = drawn({"weights-histogram"});
  const int most = *std::max_element(figure.counts.begin(), figure.counts.end());
  ASSERT_EQ(most, 97);  // numbers 0, 20, 40, 60, 80 and 100
  const int baseline = figure.cell.at("y").get<int>() + figure.cell.at("height").get<int>();
  int axis = figure.cell.at("x");  // the frame's left line is the first black column on the way
  const auto black = [&](int y, int x) {
    const auto pixel = figure.picture.pixel(y, x);
    return pixel[0] == 0 && pixel[1] == 0 && pixel[2] == 0;
  };
  while (!black(baseline - 20, axis)) --axis;
  std::vector<int> ticks;
  for (int y = baseline; y >= 0; --y) {
    if (black(y, axis - 4) && !black(y - 1, axis - 4)) ticks.push_back(y);
  }
  ASSERT_EQ(ticks.size(), 6u);
  const double unit = figure.cell.at("height").get<double>() / 1.05 / most;
  for (std::size_t i = 0; i < ticks.size(); ++i) {
    EXPECT_NEAR(baseline - ticks[i], 20.0 * static_cast<double>(i) * unit, 1.0);
  }
}

TEST_F(HistogramTest, UntrainedWeightsStayWithinGlorotsLimitAndFollowTheirSeed) {
  const Drawn zero = drawn({"untrained-histogram"});
  const std::string bytes = content("figure.png");
  expect_bars(zero, zero.counts);
  EXPECT_EQ(std::accumulate(zero.counts.begin(), zero.counts.end(), 0), 288);
  const double limit = std::sqrt(6.0 / (9 + 9 * 32));
  for (const char* seed : {"0", "1", "2"}) {
    const Drawn figure = drawn({"untrained-histogram", "--seed", seed});
    EXPECT_EQ(content("figure.png") == bytes, std::string(seed) == "0") << seed;
    EXPECT_GE(figure.cell.at("lo").get<double>(), -limit);
    EXPECT_LT(figure.cell.at("lo").get<double>(), -0.9 * limit);
    EXPECT_LE(figure.cell.at("hi").get<double>(), limit);
    EXPECT_GT(figure.cell.at("hi").get<double>(), 0.9 * limit);
    // Even: the chance that one of ten bins of 288 draws is outside is below one in ten thousand.
    for (const int count : figure.counts) {
      EXPECT_GT(count, 8);
      EXPECT_LT(count, 58);
    }
  }
}

TEST_F(HistogramTest, WhatCannotBeDrawnIsNamed) {
  const auto refused = [&](const std::vector<std::string>& words, const std::string& sentence,
                           const testing::Environment& changes = {}) {
    std::vector<std::string> arguments{"figure", "weights-histogram", "-o",
                                       "f.png",  "--cells",           "f.json"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    expect_refusal(1, arguments, sentence, {"f.png", "f.json"}, changes);
  };
  refused({"--layer", "flatten"}, "the layer flatten (Flatten) has no weights to count");
  refused({"--layer", "conv9"}, "conv9");
  refused({"--model", "none.keras"}, "none.keras: ");
  std::filesystem::create_directory(at("fonts"));
  refused({}, "Inter-Regular.otf: the font was not found", {{"CONVLENS_FONTS", at("fonts")}});
  put("fonts/Inter-Regular.otf", "no font");
  refused({}, "Inter-Regular.otf: not a font that can be read", {{"CONVLENS_FONTS", at("fonts")}});
}

}  // namespace
}  // namespace convlens::app
