// The figures of a trained network. The truth is the course notebook's own pictures and model,
// which are no part of this project: where they are not at hand, those tests say so and are
// skipped.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/files.h"
#include "app/program.h"
#include "loaders/caffe_files.h"

namespace convlens::app {
namespace {

using testing::picture_of;

const std::filesystem::path kNotebook =
    std::filesystem::path(CONVLENS_SHARED_DIR) / "realdata/hg-mldl";
const std::string kTrainImages = "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz";

// Where along one axis of the notebook's pictures a cell stands: [begin, end) of pixels.
using Stretch = std::pair<int, int>;

bool is_white(const Image& image, int y, int x) {
  const auto pixel = image.pixel(y, x);
  return pixel[0] == 255 && pixel[1] == 255 && pixel[2] == 255;
}

// The stretches of columns (or rows) that are not white from end to end.
std::vector<Stretch> runs(const Image& image, bool columns) {
  const int length = columns ? image.width : image.height;
  const int across = columns ? image.height : image.width;
  std::vector<Stretch> found;
  bool inside = false;
  for (int i = 0; i <= length; ++i) {
    bool filled = false;
    for (int j = 0; i < length && j < across && !filled; ++j) {
      filled = columns ? !is_white(image, j, i) : !is_white(image, i, j);
    }
    if (filled && !inside) found.push_back({i, i});
    if (!filled && inside) found.back().second = i;
    inside = filled;
  }
  return found;
}

int center(int begin, int length, int cell, int cells) {
  return begin + static_cast<int>((cell + 0.5) * length / cells);
}

class NetworkFigureTest : public testing::Program {
 protected:
  // Draws the figure and compares the colour at the centre of every value of every map.
  void expect_notebooks(const std::string& reference, std::vector<std::string> arguments) const {
    if (!std::filesystem::exists(kNotebook) || !std::filesystem::exists(kTrainImages)) {
      GTEST_SKIP() << "the notebook's files or the package dataset-fashion-mnist are not here";
    }
    arguments.insert(arguments.begin(), "figure");
    for (const char* word : {"--cells", "cells.json", "-o", "figure.png", "--model"}) {
      arguments.push_back(word);
    }
    arguments.push_back((kNotebook / "best-cnn-model-keras3.4.1.keras").string());
    run_well(arguments);

    const Image drawn = picture_of(at("figure.png"));
    const Image notebook = picture_of(kNotebook / "notebook_8-3" / reference);
    const auto columns = runs(notebook, true);
    const auto rows = runs(notebook, false);
    const auto cells = nlohmann::json::parse(content("cells.json"));
    ASSERT_EQ(cells.size(), columns.size() * rows.size());
    int different = 0;
    for (const auto& cell : cells) {
      const std::size_t index = cell.at("index");
      const Stretch x = columns[index % columns.size()];
      const Stretch y = rows[index / columns.size()];
      const int height = cell.at("rows");
      const int width = cell.at("cols");
      for (int r = 0; r < height; ++r) {
        for (int c = 0; c < width; ++c) {
          const auto expected = notebook.pixel(center(y.first, y.second - y.first, r, height),
                                               center(x.first, x.second - x.first, c, width));
          const auto found = drawn.pixel(center(cell.at("y"), cell.at("height"), r, height),
                                         center(cell.at("x"), cell.at("width"), c, width));
          different += std::equal(expected.begin(), expected.end(), found.begin()) ? 0 : 1;
        }
      }
    }
    EXPECT_EQ(different, 0);
  }

  std::string drawn(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "figure");
    arguments.insert(arguments.end(), {"-o", "figure.png", "--cells", "cells.json"});
    run_well(arguments);
    return content("figure.png");
  }
};

TEST_F(NetworkFigureTest, WeightsAreTheNotebooks) {
  expect_notebooks("cell12_out0.png", {"weights", "--cols", "16"});
}

TEST_F(NetworkFigureTest, TheFirstLayersMapsAreTheNotebooks) {
  expect_notebooks("cell26_out0.png",
                   {"maps", "--input", kTrainImages, "--index", "0", "--cmap", "viridis"});
}

TEST_F(NetworkFigureTest, TheSecondLayersMapsAreTheNotebooks) {
  expect_notebooks("cell30_out0.png", {"maps", "--layer", "2", "--input", kTrainImages, "--index",
                                       "0", "--cmap", "viridis"});
}

// 30 of the 108 weights of "some" are not finite, all of "all".
TEST_F(NetworkFigureTest, WhatIsNotFiniteIsDrawnInAColourOfItsOwnAndSaid) {
  const std::string folder = std::string(CONVLENS_TEST_DIR) + "/golden/input_cases/";
  const std::string broken = folder + "not_finite.keras";
  const auto magenta = [&](const std::string& name) {
    const Image drawn = picture_of(at(name));
    int count = 0;
    for (int y = 0; y < drawn.height; ++y) {
      for (int x = 0; x < drawn.width; ++x) {
        const auto p = drawn.pixel(y, x);
        count += p[0] == 255 && p[1] == 0 && p[2] == 255 ? 1 : 0;
      }
    }
    return count;
  };
  const auto weights = run_well({"figure", "weights", "--model", broken, "--layer", "some", "-o",
                                 "w.png", "--cells", "cells.json"});
  EXPECT_EQ(weights.out, "30 values are not finite and drawn in magenta\n");
  const auto cells = nlohmann::json::parse(content("cells.json"));
  const int square = cells[0].at("height").get<int>() / 3;
  // Of 3x3 squares one of the first filter, all of the second and two of the third.
  EXPECT_EQ(magenta("w.png"), 12 * square * square);

  const auto maps =
      run_well({"figure", "maps", "--model", broken, "--layer", "some", "--input",
                folder + "not_finite.input.npy", "-o", "m.png", "--cells", "cells.json"});
  EXPECT_NE(maps.out.find("values are not finite and drawn in magenta"), std::string::npos);
  EXPECT_GT(magenta("m.png"), 0);
  const auto map_cells = nlohmann::json::parse(content("cells.json"));
  EXPECT_TRUE(map_cells[1].at("lo").is_null()) << "of nothing finite there is no range";
  EXPECT_TRUE(map_cells[3].at("lo").is_number());

  const auto histogram = run_well(
      {"figure", "weights-histogram", "--model", broken, "--layer", "some", "-o", "h.png"});
  EXPECT_NE(histogram.out.find("28 NaN, 2 infinite"), std::string::npos) << histogram.out;
  expect_refusal(
      1, {"figure", "weights-histogram", "--model", broken, "--layer", "all", "-o", "n.png"},
      "the layer all (Conv2D) has no finite weight to count", {});
}

TEST_F(NetworkFigureTest, UntrainedWeightsFollowTheirSeed) {
  const std::string zero = drawn({"untrained-weights"});
  EXPECT_EQ(drawn({"untrained-weights", "--seed", "0"}), zero);
  EXPECT_NE(drawn({"untrained-weights", "--seed", "1"}), zero);
  const auto cells = nlohmann::json::parse(content("cells.json"));
  EXPECT_EQ(cells.size(), 32u);
  EXPECT_EQ(cells[0].at("lo"), -0.5);
  EXPECT_EQ(cells[0].at("hi"), 0.5);
}

TEST_F(NetworkFigureTest, FiltersOfThreeChannelsAreColours) {
  const std::string model =
      (std::filesystem::path(CONVLENS_TEST_DIR) / "../assets/models/cifar10.keras").string();
  drawn({"weights", "--model", model});
  const auto cells = nlohmann::json::parse(content("cells.json"));
  ASSERT_EQ(cells.size(), 32u);
  for (const auto& cell : cells) {
    EXPECT_EQ(cell.at("rows"), 7);
    EXPECT_EQ(cell.at("lo").get<float>(), -cell.at("hi").get<float>());
  }
}

TEST_F(NetworkFigureTest, ACaffeNetworksStructureMayBeElsewhere) {
  const auto files = loaders::testing::make_caffe(
      1,
      loaders::testing::layer("conv", "Convolution", "data",
                              "convolution_param { num_output: 2 kernel_size: 3 }"),
      {{"conv", "Convolution", {{2, 1, 3, 3}, {2}}}});
  put("net.caffemodel", files.weights);
  expect_refusal(1, {"figure", "weights", "--model", "net.caffemodel", "-o", "f.png"},
                 "expected net.prototxt beside it", {});
  std::filesystem::create_directory(at("structures"));
  put("structures/s.prototxt", files.prototxt);
  drawn({"weights", "--model", "net.caffemodel", "--prototxt", "structures/s.prototxt"});
  EXPECT_EQ(nlohmann::json::parse(content("cells.json")).size(), 2U);
}

TEST_F(NetworkFigureTest, WhatCannotBeDrawnIsNamed) {
  expect_refusal(1, {"figure", "weights", "--layer", "flatten", "-o", "f.png"}, "flatten", {});
  expect_refusal(1, {"figure", "weights", "--layer", "conv2", "-o", "f.png"}, "32 channels", {});
  expect_refusal(1, {"figure", "maps", "--model", "none.keras", "-o", "f.png"}, "none.keras", {});
}

}  // namespace
}  // namespace convlens::app
