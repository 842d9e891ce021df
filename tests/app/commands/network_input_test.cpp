// Networks whose inputs are no pictures, or whose answers no classes, against Keras.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "app/files.h"
#include "app/program.h"

namespace convlens::app {
namespace {

using testing::array_of;
using testing::save;

class NetworkInputTest : public testing::Program {
 protected:
  static std::string file(const std::string& name) {
    return std::string(CONVLENS_TEST_DIR) + "/golden/input_cases/" + name;
  }

  std::string activations(const std::string& name, const std::string& input, int index = 0,
                          const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{
        "activations", file(name + ".keras"), "--input", input,
        "--index",     std::to_string(index), "-o",      "out_" + name};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_well(arguments).out;
  }

  // The last layer's file against Keras' answer to that item.
  void expect_keras_answer(const std::string& name, int index) const {
    std::filesystem::path last;
    for (const auto& entry : std::filesystem::directory_iterator(at("out_" + name))) {
      last = std::max(last, entry.path());
    }
    const Tensor found = array_of(last);
    const Tensor expected = array_of(file(name + ".output.npy"));
    const std::size_t size = expected.size() / static_cast<std::size_t>(expected.shape()[0]);
    ASSERT_EQ(found.size(), size) << last;
    for (std::size_t i = 0; i < size; ++i) {
      const float wanted = expected.values()[static_cast<std::size_t>(index) * size + i];
      EXPECT_NEAR(found.values()[i], wanted, 1e-5f) << name << " item " << index << " at " << i;
    }
  }
};

TEST_F(NetworkInputTest, PlanesRowsAndListsAreKeras) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"plane", "prepared: as planes (H, W)"},
      {"plane_conv", "prepared: as planes (H, W)"},
      {"row", ""},  // lists of values as the file has them
      {"row_of_colours", ""},
      {"vector", ""}};
  for (const auto& [name, said] : cases) {
    for (const int index : {0, 3}) {
      const std::string out = activations(name, file(name + ".input.npy"), index);
      expect_keras_answer(name, index);
      EXPECT_EQ(out.find("prepared") != std::string::npos, !said.empty()) << out;
      EXPECT_NE(out.find(said), std::string::npos) << out;
    }
  }
}

TEST_F(NetworkInputTest, OneItemNeedsNoAxisOfItems) {
  const Tensor items = array_of(file("vector.input.npy"));
  save(at("one.npy"), Tensor({5}, items.values().subspan(10, 5)));
  activations("vector", "one.npy");
  expect_keras_answer("vector", 2);
  const Tensor planes = array_of(file("plane.input.npy"));
  save(at("plane.npy"), Tensor({9, 7}, planes.values().subspan(63, 63)));
  activations("plane", "plane.npy");
  expect_keras_answer("plane", 1);
}

// The same values as (H, W, C) and in a row.
TEST_F(NetworkInputTest, APictureGoesInRowByRow) {
  const Tensor items = array_of(file("row_of_colours.input.npy"));
  save(at("picture.npy"), Tensor({8, 8, 3}, items.values().first(192)));
  EXPECT_NE(activations("row_of_colours", "picture.npy").find("row by row"), std::string::npos);
  expect_keras_answer("row_of_colours", 0);
  const std::string china = testing::photograph_file("china.jpg");
  expect_refusal(1, {"activations", file("row_of_colours.keras"), "--input", china, "-o", "out2"},
                 "the model takes 8x8; --resize 8x8 makes them so", {});
  EXPECT_NE(activations("row_of_colours", china, 0, {"--resize", "8x8"})
                .find("prepared: resize 8x8, row by row as a list of values"),
            std::string::npos);
}

TEST_F(NetworkInputTest, WhatALastLayerMeansIsSaid) {
  const auto said = [this](const std::string& name) {
    return activations(name, file(name + ".input.npy"));
  };
  EXPECT_NE(said("one_sigmoid").find("(of two: p and 1 - p)"), std::string::npos);
  EXPECT_NE(said("several_sigmoids").find("(of several that need not sum to 1)"),
            std::string::npos);
  EXPECT_EQ(said("one_value").rfind("value ", 0), 0u);
  EXPECT_EQ(said("maps"), "the output is maps, no list of classes: no prediction\n");
  EXPECT_NE(said("convolved_scores").find("(scores: softmax applied)"), std::string::npos);
  EXPECT_NE(said("plane").find("(scores: softmax applied)"), std::string::npos);
  const std::string softmax = said("plane_conv");
  EXPECT_EQ(softmax.find('('), softmax.find("(H, W)")) << softmax;
}

// Keras' answers decide which labels are right.
TEST_F(NetworkInputTest, EvaluateFollowsTheSameRule) {
  const Tensor p = array_of(file("one_sigmoid.output.npy"));  // (4, 1)
  Tensor labels({4});
  double loss = 0.0;
  for (std::size_t i = 0; i < 4; ++i) {
    const double one = static_cast<double>(p.values()[i]);
    labels.data()[i] = one > 0.5 ? 1.0f : 0.0f;
    loss -= std::log(std::max(one, 1.0 - one)) / 4;
  }
  save(at("labels.npy"), labels);
  const auto evaluated = [this](const std::string& name) {
    return run_well({"evaluate", file(name + ".keras"), "--input", file(name + ".input.npy"),
                     "--labels", "labels.npy"})
        .out;
  };
  EXPECT_EQ(evaluated("one_sigmoid"),
            fmt::format("accuracy 1.0000  loss {:.4f}  (4 pictures)\n", loss));
  EXPECT_NE(evaluated("several_sigmoids").find("accuracy"), std::string::npos);
  for (const auto& [name, what] : std::vector<std::pair<std::string, std::string>>{
           {"maps", "the output is maps"}, {"one_value", "the output is plain values"}}) {
    expect_refusal(1,
                   {"evaluate", file(name + ".keras"), "--input", file(name + ".input.npy"),
                    "--labels", "labels.npy"},
                   what, {});
  }
}

TEST_F(NetworkInputTest, ADenseLayerOnPixelsIsDrawnAsPictures) {
  run_well({"figure", "weights", "--model", file("plane.keras"), "--cells", "cells.json", "-o",
            "weights.png"});
  EXPECT_NE(content("cells.json").find("\"rows\": 9"), std::string::npos) << content("cells.json");
  run_well({"figure", "weights", "--model", file("row_of_colours.keras"), "-o", "colours.png"});
  run_well({"figure", "input", "--model", file("row.keras"), "--input", file("row.input.npy"), "-o",
            "input.png"});
  expect_refusal(1, {"figure", "weights", "--model", file("vector.keras"), "-o", "none.png"},
                 "no layer with filters", {});
  expect_refusal(1,
                 {"figure", "input", "--model", file("vector.keras"), "--input",
                  file("vector.input.npy"), "-o", "none.png"},
                 "which is no picture", {});
}

TEST_F(NetworkInputTest, TheWindowShowsPlanesAndRowsAndRefusesLists) {
  for (const char* name : {"plane", "row", "row_of_colours", "plane_conv", "one_sigmoid", "maps"}) {
    run_well(
        {"screenshot", "-o", "lab.png", "--size", "640x480", file(std::string(name) + ".keras")});
  }
  expect_refusal(1, {"screenshot", "-o", "none.png", file("vector.keras")}, "which is no picture",
                 {});
}

TEST_F(NetworkInputTest, ANetworkOfFourChannelsTakesArraysAndNoPhotographs) {
  const std::string input = file("four_channels.input.npy");
  activations("four_channels", input, 2);
  expect_keras_answer("four_channels", 2);
  // The window shows it zeros until there is an array of as many channels.
  run_well(
      {"screenshot", "-o", "zeros.png", file("four_channels.keras"), "--workspace", "network"});
  run_well({"screenshot", "-o", "array.png", file("four_channels.keras"), input, "--workspace",
            "network"});
  EXPECT_NE(content("zeros.png"), content("array.png"));
  expect_refusal(
      1, {"screenshot", "-o", "none.png", file("four_channels.keras"), file("plane.input.npy")},
      "plane.input.npy: the array has 7 channels, the network takes 4", {});
}

}  // namespace
}  // namespace convlens::app
