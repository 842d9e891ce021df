// What is done to an input before a network or a filter sees it.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/files.h"
#include "app/program.h"
#include "golden/golden.h"

namespace convlens::app {
namespace {

using testing::array_of;
using testing::npy_bytes;
using testing::photograph_file;
using testing::save;

const std::filesystem::path kModels = std::filesystem::path(CONVLENS_TEST_DIR) / "../assets/models";
const std::string kFashion = (kModels / "fashion_mnist.keras").string();
const std::string kCifar = (kModels / "cifar10.keras").string();
const std::string kTestImages = "/usr/share/datasets/fashion-mnist/t10k-images-idx3-ubyte.gz";

class PreparationTest : public testing::Program {
 protected:
  // The input as a filter sees it: one output channel for each of the three, unchanged.
  std::vector<float> seen(const std::string& input, std::vector<std::string> arguments,
                          const std::string& said) const {
    Tensor identity(Shape{1, 1, 3, 3});
    for (const std::size_t diagonal : {0, 4, 8}) identity.data()[diagonal] = 1.0f;
    save(at("identity.npy"), identity);
    const std::vector<std::string> words{"conv",      "--input",      input,
                                         "--filters", "identity.npy", "-o",
                                         "maps.npy",  "--engine",     "reference"};
    arguments.insert(arguments.begin(), words.begin(), words.end());
    const std::string out = run_well(arguments).out;
    EXPECT_EQ(out.substr(out.find('\n')), "\nprepared: " + said + "\n");
    const Tensor maps = array_of(at("maps.npy"));
    return {maps.values().begin(), maps.values().end()};
  }

  // The activations of the model's first layer, as bytes of their file (compare with ==: nobody
  // wants to read the difference); stdout's second line is to be `said`.
  std::string activations(const std::string& model, const std::string& input,
                          std::vector<std::string> arguments, const std::string& said) const {
    const std::vector<std::string> words{"activations", model,   "--input", input,
                                         "--layer",     "conv1", "-o",      "out"};
    arguments.insert(arguments.begin(), words.begin(), words.end());
    const std::string out = run_well(arguments).out;
    EXPECT_EQ(out.rfind("class ", 0), 0u);
    EXPECT_EQ(out.substr(out.find('\n')), said.empty() ? "\n" : "\nprepared: " + said + "\n");
    return content("out/00_conv1.npy");
  }

  void put_bytes(const std::string& name, const Shape& shape, const std::string& values) const {
    put(name, npy_bytes("|u1", shape, values));
  }
};

TEST_F(PreparationTest, TheCropOfAPhotographIsTensorFlows) {
  const Tensor expected = golden::array("maps.npy");  // of both photographs
  std::size_t at_value = 0;
  for (const char* name : {"china.jpg", "flower.jpg"}) {
    run_well({"conv", "--input", photograph_file(name), "--crop", "70x120", "-o", "maps.npy"});
    const Tensor found = array_of(at("maps.npy"));
    ASSERT_EQ(to_string(found.shape()), "(1, 70, 120, 2)");
    for (const float value : found.values()) {
      ASSERT_NEAR(value, expected.values()[at_value], 1e-5) << name;
      ++at_value;
    }
  }
}

// The two middle pixels, (10, 20, 30) and (14, 24, 34), are kept and become four: red is 10, 11, 13
// and 14. Then they are turned round, times 2, less 1, 2, 3, over 1, 2, 4.
TEST_F(PreparationTest, TheStepsComeInTheirOrder) {
  Tensor pixels(Shape{1, 4, 3});
  const float values[] = {900, 900, 900, 10, 20, 30, 14, 24, 34, 900, 900, 900};
  std::copy(std::begin(values), std::end(values), pixels.data());
  save(at("pixels.npy"), pixels);
  const std::vector<float> found =
      seen("pixels.npy",
           {"--std", "1,2,4", "--mean", "1,2,3", "--scale", "2", "--order", "bgr", "--resize",
            "1x4", "--crop", "1x2"},
           "crop 1x2, resize 1x4, BGR, scale 2, mean 1, 2, 3, standard deviation 1, 2, 4");
  EXPECT_EQ(found,
            (std::vector<float>{59, 19, 4.25f, 61, 20, 4.75f, 65, 22, 5.75f, 67, 23, 6.25f}));
}

TEST_F(PreparationTest, OneValueServesAllChannels) {
  put_bytes("pixel.npy", {1, 1, 3}, std::string("\x0a\x14\x1e", 3));
  EXPECT_EQ(seen("pixel.npy", {"--raw", "--mean", "-2", "--std", "0.5"},
                 "mean -2, standard deviation 0.5"),
            (std::vector<float>{24, 44, 64}));
}

TEST_F(PreparationTest, WhatTheUserTellsReplacesThatFieldOfTheModelsOwn) {
  std::filesystem::copy(kCifar, at("net.keras"));
  put("net.json",
      R"({"input": {"order": "bgr", "scale": "1/255", "mean": 0.5, "std": [1, 2, 4]}})");
  save(at("input.npy"), testing::random_tensor({8, 9, 3}, 5));
  const std::string own =
      activations("net.keras", "input.npy", {}, "BGR, mean 0.5, standard deviation 1, 2, 4");
  EXPECT_TRUE(activations(kCifar, "input.npy",
                          {"--order", "bgr", "--mean", "0.5", "--std", "1,2,4"},
                          "BGR, mean 0.5, standard deviation 1, 2, 4") == own);
  const std::string changed = activations("net.keras", "input.npy", {"--order", "rgb"},
                                          "mean 0.5, standard deviation 1, 2, 4");
  EXPECT_TRUE(activations(kCifar, "input.npy", {"--mean", "0.5", "--std", "1,2,4"},
                          "mean 0.5, standard deviation 1, 2, 4") == changed);
  EXPECT_FALSE(changed == own);
}

TEST_F(PreparationTest, ColourPicturesBecomeGreyForAModelOfOneChannel) {
  const Image picture = testing::noise_picture(28, 28, 11);
  save(at("picture.png"), picture);
  std::string grey;
  for (int i = 0; i < 28 * 28; ++i) {
    const auto pixel = picture.pixel(i / 28, i % 28);
    grey +=
        static_cast<char>((19595 * pixel[0] + 38470 * pixel[1] + 7471 * pixel[2] + 32768) >> 16);
  }
  put_bytes("grey.npy", {28, 28}, grey);
  EXPECT_TRUE(activations(kFashion, "picture.png", {}, "grey (Rec. 601)") ==
              activations(kFashion, "grey.npy", {}, ""));
}

TEST_F(PreparationTest, GreyPicturesAreRepeatedForAModelOfThree) {
  if (!std::filesystem::exists(kTestImages)) {
    GTEST_SKIP() << "the package dataset-fashion-mnist is not installed";
  }
  const Tensor input = array_of(golden::path("models/fashion_mnist/input.npy"));  // bytes
  Tensor rgb(Shape{1, 28, 28, 3});
  for (std::size_t i = 0; i < rgb.size(); ++i)
    rgb.data()[i] = input.values()[i / 3] * (1.0f / 255.0f);
  save(at("rgb.npy"), rgb);
  EXPECT_TRUE(activations(kCifar, kTestImages, {}, "grey repeated") ==
              activations(kCifar, "rgb.npy", {}, ""));
}

TEST_F(PreparationTest, APhotographOfAnySizeCanBeResizedToTheModels) {
  const std::string china = photograph_file("china.jpg");
  expect_refusal(1, {"activations", kFashion, "--input", china, "-o", "out"},
                 "pictures of 427x640 were given, the model takes 28x28; --resize 28x28", {});
  activations(kFashion, china, {"--crop", "400x400", "--resize", "28x28"},
              "grey (Rec. 601), crop 400x400, resize 28x28");
}

TEST_F(PreparationTest, EvaluatePreparesEveryItem) {
  const std::string input = golden::path("models/fashion_mnist/input.npy").string();
  Tensor label(Shape{1});
  label.data()[0] = 9.0f;  // an ankle boot
  save(at("label.npy"), label);
  const std::vector<std::string> plain{"evaluate", kFashion,   "--input",
                                       input,      "--labels", "label.npy"};
  const std::string right = run_well(plain).out;
  EXPECT_EQ(right.rfind("accuracy 1.0000", 0), 0u) << right;
  std::vector<std::string> same = plain;
  same.insert(same.end(), {"--scale", "4", "--std", "4"});
  EXPECT_EQ(run_well(same).out, right + "prepared: scale 4, standard deviation 4\n");
  std::vector<std::string> black = plain;
  black.insert(black.end(), {"--scale", "-4"});
  EXPECT_EQ(run_well(black).out.rfind("accuracy 0.0000", 0), 0u);
}

TEST_F(PreparationTest, FiguresShowTheInputPrepared) {
  const auto out = run_well({"figure", "input", "--input", photograph_file("china.jpg"), "--model",
                             kCifar, "--resize", "20x30", "-o", "f.png", "--cells", "f.json"})
                       .out;
  EXPECT_EQ(out, "prepared: resize 20x30\n");
  const auto cells = nlohmann::json::parse(content("f.json"));
  EXPECT_EQ(cells[0].at("rows"), 20);
  EXPECT_EQ(cells[0].at("cols"), 30);
  expect_refusal(2, {"figure", "crops", "--crop", "20x30", "-o", "f.png"}, "figure crops: --crop",
                 {"f.png"});
}

TEST_F(PreparationTest, ArraysWithOtherChannelsAreRefusedWithWhatWouldHelp) {
  save(at("one.npy"), testing::random_tensor({28, 28}, 1));
  save(at("three.npy"), testing::random_tensor({28, 28, 3}, 1));
  save(at("first.npy"), testing::random_tensor({3, 28, 28}, 1));
  save(at("two.npy"), testing::random_tensor({28, 28, 2}, 1));
  const auto refused = [&](const std::string& model, const std::string& input,
                           const std::string& sentence) {
    expect_refusal(1, {"activations", model, "--input", input, "-o", "out"}, sentence, {});
  };
  refused(kCifar, "one.npy", "1 channels were given, the model takes 3; numpy.repeat(a, 3");
  refused(kFashion, "three.npy",
          "3 channels were given, the model takes 1; a @ numpy.array([[0.299]");
  refused(kCifar, "first.npy",
          "28 channels were given, the model takes 3; numpy.moveaxis(a, -3, -1)");
  refused(kCifar, "two.npy", "two.npy: 2 channels were given, the model takes 3\n");
}

TEST_F(PreparationTest, StepsThatDoNotFitAreNamed) {
  save(at("grey.npy"), testing::random_tensor({28, 28}, 1));
  const auto refused = [&](const std::vector<std::string>& words, const std::string& sentence) {
    std::vector<std::string> arguments{"activations", kFashion, "--input", "grey.npy", "-o", "out"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    expect_refusal(1, arguments, "grey.npy: " + sentence, {});
  };
  refused({"--order", "bgr"}, "only pictures of 3 channels can be turned to BGR, found 1");
  refused({"--mean", "1,2,3"}, "the mean has 3 values, but the pictures have 1 channels");
  refused({"--std", "1,2,3"}, "the standard deviation has 3 values");
  refused({"--scale", "3e38", "--std", "1e-3"}, "the prepared value at [0, 0, 0, 0] is");
}

TEST_F(PreparationTest, ImpossibleValuesAreAWrongCommandLine) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> wrong{
      {"--crop", {"", "7", "7x", "x7", "0x7", "7x0", "-7x7", "7X7", "7,7", "7x7x3", "16385x7"}},
      {"--resize", {"", "7", "0x7", "7x16385", "7.5x7"}},
      {"--order", {"", "RGB", "gbr", "1"}},
      {"--scale", {"", "0", "nan", "inf", "-inf", "1e99", "two", "1,2", "1/255"}},
      {"--mean", {"", "nan", "1,inf,2", "1,2", "1,2,3,4", "1,,3", ",", "1 ,2,3", "x"}},
      {"--std", {"", "0", "-1", "nan", "inf", "1,0,1", "1,2", "1,2,3,4"}}};
  const std::vector<std::vector<std::string>> commands{
      {"conv", "--input", "a.npy", "-o", "out"},
      {"activations", kFashion, "--input", "a.npy", "-o", "out"},
      {"evaluate", kFashion, "--input", "a.npy", "--labels", "b.npy"},
      {"figure", "maps", "-o", "out"}};
  for (const auto& [option, values] : wrong) {
    for (const std::string& value : values) {
      const auto& command = commands[value.size() % commands.size()];
      std::vector<std::string> arguments = command;
      arguments.push_back(option + "=" + value);
      expect_refusal(2, arguments, option, {"out"});
    }
  }
  for (const auto& command : commands) {
    std::vector<std::string> arguments = command;
    arguments.insert(arguments.end(), {"--std", "0"});
    expect_refusal(2, arguments, "--std 0: one number above 0", {"out"});
  }
}

}  // namespace
}  // namespace convlens::app
