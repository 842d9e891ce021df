#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/files.h"
#include "app/program.h"
#include "conv/conv2d.h"
#include "golden/golden.h"

namespace convlens::app {
namespace {

using testing::array_of;
using testing::npy_bytes;
using testing::photograph_file;
using testing::random_tensor;
using testing::save;

class ConvTest : public testing::Program {
 protected:
  Tensor convolved(const std::vector<std::string>& arguments) const {
    std::vector<std::string> words{"conv", "-o", "maps.npy"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    run_well(words);
    return array_of(at("maps.npy"));
  }

  // The input as the program sees it: a 1x1 filter of weight 1 gives every value back.
  Tensor seen(const std::vector<std::string>& arguments) const {
    Tensor one(Shape{1, 1, 1, 1});
    one.data()[0] = 1.0f;
    save(at("one.npy"), one);
    std::vector<std::string> words{"--filters", "one.npy"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return convolved(words);
  }
};

void expect_near(const Tensor& found, const Tensor& expected, double tolerance) {
  ASSERT_EQ(found.shape(), expected.shape());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_NEAR(found.data()[i], expected.data()[i], tolerance) << "at " << i;
  }
}

void expect_equal(const Tensor& found, const Shape& shape, const std::vector<float>& expected) {
  ASSERT_EQ(found.shape(), shape);
  EXPECT_EQ(std::vector<float>(found.values().begin(), found.values().end()), expected);
}

TEST_F(ConvTest, EveryEngineMeetsTheNotebooksMaps) {
  const std::string crops = golden::path("crops.npy").string();
  const Tensor expected = golden::array("maps.npy");
  for (const char* engine : {"auto", "reference", "simd", "gpu"}) {
    SCOPED_TRACE(engine);
    expect_near(convolved({"--input", crops, "--engine", engine}), expected, 1e-5);
  }
  for (const char* threads : {"1", "2", "7"}) {
    SCOPED_TRACE(threads);
    expect_near(convolved({"--input", crops, "--threads", threads}), expected, 1e-5);
  }
}

TEST_F(ConvTest, SaysTheShapes) {
  const auto outcome =
      run_well({"conv", "--input", photograph_file("china.jpg"), "-o", "maps.npy"});
  EXPECT_EQ(outcome.out, "input (1, 427, 640, 3), filters (7, 7, 3, 2) -> maps (1, 427, 640, 2)\n");
  const std::string first = content("maps.npy");
  run_well({"conv", "--input", photograph_file("china.jpg"), "-o", "maps.npy"});
  EXPECT_EQ(content("maps.npy"), first);
}

TEST_F(ConvTest, WhatWasDoneToAPictureIsSaidOnlyWhereAskedFor) {
  const std::string file = golden::path("odd_pictures/grey_alpha.png").string();
  run_well({"conv", "--input", file, "-o", "maps.npy"});  // expects a silent stderr
  const auto said = run({"conv", "--input", file, "-o", "maps.npy", "--verbose"});
  EXPECT_EQ(said.status, 0);
  const std::string done =
      "convlens: " + file + ": transparent pixels laid on white, grey as three equal channels\n";
  const std::string how = "convlens: " + file + ": strategy ";
  EXPECT_EQ(said.err.rfind(done + how, 0), 0u) << said.err;
  const std::string plain = golden::path("odd_pictures/palette.png").string();
  const auto of_plain = run({"conv", "--input", plain, "-o", "maps.npy", "--verbose"});
  EXPECT_EQ(of_plain.err.rfind("convlens: " + plain + ": strategy ", 0), 0u) << of_plain.err;
  EXPECT_EQ(std::count(of_plain.err.begin(), of_plain.err.end(), '\n'), 1);
}

struct Setting {
  std::vector<std::string> arguments;
  conv::Conv2dOptions options;
  bool bias = false;
};

std::vector<Setting> settings() {
  using conv::Activation;
  using conv::Padding;
  return {
      {{}, {}},
      {{"--stride", "2"}, {2, 2, 1, 1, Padding::kSame, Activation::kNone}},
      {{"--stride", "3,2"}, {3, 2, 1, 1, Padding::kSame, Activation::kNone}},
      {{"--dilation", "2"}, {1, 1, 2, 2, Padding::kSame, Activation::kNone}},
      {{"--dilation", "1,3"}, {1, 1, 1, 3, Padding::kSame, Activation::kNone}},
      {{"--padding", "valid"}, {1, 1, 1, 1, Padding::kValid, Activation::kNone}},
      {{"--padding", "same"}, {}},
      {{"--activation", "relu"}, {1, 1, 1, 1, Padding::kSame, Activation::kRelu}},
      {{"--activation", "none"}, {}},
      {{"--bias", "bias.npy"}, {}, true},
      {{"--bias", "bias.npy", "--stride", "2,1", "--dilation", "3,2", "--padding", "valid",
        "--activation", "relu"},
       {2, 1, 3, 2, Padding::kValid, Activation::kRelu},
       true},
  };
}

// Two images of 13x17x2 and five 3x4 filters: 24 products and a bias, all of magnitude up to 1.
TEST_F(ConvTest, EveryOptionMeansTheSameToEveryEngine) {
  const Tensor input = random_tensor({2, 13, 17, 2}, 1);
  const Tensor kernel = random_tensor({3, 4, 2, 5}, 2);
  const Tensor bias = random_tensor({5}, 3);
  save(at("input.npy"), input);
  save(at("filters.npy"), kernel);
  save(at("bias.npy"), bias);
  // gamma_25 * 25: what 25 single-precision additions of products up to 1 may be off.
  const double tolerance = 25 * 25 * 0x1p-24 / (1 - 25 * 0x1p-24);
  for (const Setting& setting : settings()) {
    std::string line;
    for (const std::string& word : setting.arguments) line += word + ' ';
    SCOPED_TRACE(line);
    const Tensor expected = testing::value_of(
        conv::conv2d(input, kernel, setting.bias ? bias.view() : TensorView(), setting.options,
                     {conv::Engine::kReference, 1, conv::OutputLayout::kNhwc}));
    for (const char* engine : {"reference", "simd", "auto", "gpu"}) {
      SCOPED_TRACE(engine);
      std::vector<std::string> words{"--input",     "input.npy", "--filters",
                                     "filters.npy", "--engine",  engine};
      words.insert(words.end(), setting.arguments.begin(), setting.arguments.end());
      const bool same_code = std::string(engine) == "reference";
      expect_near(convolved(words), expected, same_code ? 0.0 : tolerance);
    }
  }
}

TEST_F(ConvTest, InputsOfTwoThreeAndFourAxesAreTaken) {
  const Tensor plane = random_tensor({6, 5}, 1);
  save(at("plane.npy"), plane);
  const std::vector<float> values(plane.values().begin(), plane.values().end());
  expect_equal(seen({"--input", "plane.npy"}), {1, 6, 5, 1}, values);
  save(at("image.npy"), Tensor({6, 5, 1}, values));
  expect_equal(seen({"--input", "image.npy"}), {1, 6, 5, 1}, values);
  save(at("batch.npy"), Tensor({2, 3, 5, 1}, values));
  expect_equal(seen({"--input", "batch.npy"}), {2, 3, 5, 1}, values);

  save(at("line.npy"), Tensor({30}, values));
  save(at("five.npy"), Tensor({1, 2, 3, 5, 1}, values));
  for (const auto& [file, shape] :
       {std::pair{"line.npy", "(30,)"}, {"five.npy", "(1, 2, 3, 5, 1)"}}) {
    expect_refusal(1, {"conv", "--input", file, "--filters", "one.npy", "-o", "out.npy"},
                   fmt::format("{}: an input of shape {}, (H, W), (H, W, C) or (N, H, W, C) "
                               "expected",
                               file, shape),
                   {"out.npy"});
  }
}

TEST_F(ConvTest, SmallIntegersAreScaledUnlessRaw) {
  put("bytes.npy", npy_bytes("|u1", {1, 3}, std::string("\x00\x64\xff", 3)));
  expect_equal(seen({"--input", "bytes.npy"}), {1, 1, 3, 1},
               {0.0f, 100.0f * (1.0f / 255.0f), 1.0f});
  expect_equal(seen({"--input", "bytes.npy", "--raw"}), {1, 1, 3, 1}, {0.0f, 100.0f, 255.0f});

  const std::string words("\x00\x00\x10\x27\xff\xff", 6);  // 0, 10000, 65535
  put("words.npy", npy_bytes("<u2", {3, 1}, words));
  expect_equal(seen({"--input", "words.npy"}), {1, 3, 1, 1},
               {0.0f, 10000.0f * (1.0f / 65535.0f), 65535.0f * (1.0f / 65535.0f)});
  expect_equal(seen({"--input", "words.npy", "--raw"}), {1, 3, 1, 1}, {0.0f, 10000.0f, 65535.0f});

  put("signed.npy", npy_bytes("<i2", {3, 1}, words));
  expect_equal(seen({"--input", "signed.npy"}), {1, 3, 1, 1}, {0.0f, 10000.0f, -1.0f});
}

TEST_F(ConvTest, PicturesAreScaledUnlessRaw) {
  Image pixel{1, 1, {10, 200, 255}};
  save(at("pixel.png"), pixel);
  Tensor planes(Shape{1, 1, 3, 3});
  for (std::size_t c = 0; c < 3; ++c) planes.data()[c * 3 + c] = 1.0f;
  save(at("planes.npy"), planes);
  expect_equal(convolved({"--input", "pixel.png", "--filters", "planes.npy"}), {1, 1, 1, 3},
               {10.0f * (1.0f / 255.0f), 200.0f * (1.0f / 255.0f), 1.0f});
  expect_equal(convolved({"--input", "pixel.png", "--filters", "planes.npy", "--raw"}),
               {1, 1, 1, 3}, {10.0f, 200.0f, 255.0f});
}

TEST_F(ConvTest, ValuesThatAreNotFiniteAreRefusedByPosition) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  save(at("good.npy"), random_tensor({4, 5, 3}, 1));
  Tensor input = random_tensor({4, 5, 3}, 1);
  input.data()[(2 * 5 + 4) * 3 + 1] = nan;
  save(at("input.npy"), input);
  Tensor filters = random_tensor({3, 3, 3, 2}, 2);
  filters.data()[((1 * 3 + 2) * 3 + 0) * 2 + 1] = -infinity;
  save(at("filters.npy"), filters);
  Tensor bias = random_tensor({2}, 3);
  bias.data()[1] = infinity;
  save(at("bias.npy"), bias);
  expect_refusal(1, {"conv", "--input", "input.npy", "-o", "out.npy"},
                 "input.npy: the value at [2, 4, 1] is nan, finite numbers expected", {"out.npy"});
  expect_refusal(1, {"conv", "--input", "good.npy", "--filters", "filters.npy", "-o", "out.npy"},
                 "filters.npy: the value at [1, 2, 0, 1] is -inf, finite numbers expected",
                 {"out.npy"});
  expect_refusal(1, {"conv", "--input", "good.npy", "--bias", "bias.npy", "-o", "out.npy"},
                 "bias.npy: the value at [1] is inf, finite numbers expected", {"out.npy"});
  for (const char* command : {"figure", "screenshot"}) {
    std::vector<std::string> words{command, "-o", "out.png"};
    if (words[0] == "figure") words.insert(words.end(), {"feature-maps", "--filters"});
    words.push_back("filters.npy");
    expect_refusal(1, words, "filters.npy: the weight at [1, 2, 0, 1] is -inf", {"out.png"});
  }
}

TEST_F(ConvTest, ShapesThatDoNotFitAreNamed) {
  save(at("plane.npy"), random_tensor({4, 5}, 1));
  save(at("rgb.npy"), random_tensor({4, 5, 3}, 1));
  save(at("rank3.npy"), random_tensor({3, 3, 3}, 1));
  save(at("bias3.npy"), random_tensor({3}, 1));
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"--input", "plane.npy"},
       "plane.npy: the kernel (7, 7, 3, 2) expects 3 channels, but the input (1, 4, 5, 1) has 1"},
      {{"--input", "rgb.npy", "--filters", "rank3.npy"},
       "rank3.npy: filters of shape (3, 3, 3), (height, width, channels, count) expected"},
      {{"--input", "rgb.npy", "--bias", "bias3.npy"},
       "bias3.npy: a bias of shape (3,), (2,) expected"},
      {{"--input", "rgb.npy", "--padding", "valid"}, "rgb.npy: VALID padding leaves no output"},
  };
  for (const auto& [arguments, sentence] : cases) {
    for (const char* engine : {"auto", "gpu"}) {
      std::vector<std::string> words{"conv", "-o", "out.npy", "--engine", engine};
      words.insert(words.end(), arguments.begin(), arguments.end());
      expect_refusal(1, words, sentence, {"out.npy"});
    }
  }
}

}  // namespace
}  // namespace convlens::app
