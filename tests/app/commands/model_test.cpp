// The commands about networks, on the bundled models.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "app/files.h"
#include "app/program.h"

namespace convlens::app {
namespace {

using testing::array_of;
using testing::Outcome;
using testing::save;

const std::filesystem::path kTests = CONVLENS_TEST_DIR;
const std::string kFashion = (kTests / "../assets/models/fashion_mnist.keras").string();
const std::string kCifar = (kTests / "../assets/models/cifar10.keras").string();

std::filesystem::path golden(const std::string& model) { return kTests / "golden/models" / model; }

class ModelTest : public testing::Program {
 protected:
  // Every layer's activation against Keras' own, as the training script kept it.
  void expect_keras_activations(const std::string& name, const std::string& model) const {
    const Outcome ran = run_well(
        {"activations", model, "--input", (golden(name) / "input.npy").string(), "-o", "out"});
    EXPECT_EQ(ran.out.rfind("class ", 0), 0u) << ran.out;
    int compared = 0;
    for (const auto& entry : std::filesystem::directory_iterator(golden(name))) {
      const std::string file = entry.path().filename().string();
      if (file == "input.npy") continue;
      const Tensor expected = array_of(entry.path());
      const Tensor found = array_of(at("out") / file);
      ASSERT_EQ(found.size(), expected.size()) << file;
      float scale = 1.0f;
      for (const float value : expected.values()) scale = std::max(scale, std::abs(value));
      for (std::size_t i = 0; i < expected.size(); ++i) {
        ASSERT_NEAR(found.values()[i], expected.values()[i], 1e-5f * scale) << file << " at " << i;
      }
      ++compared;
    }
    EXPECT_GE(compared, 8);
  }
};

TEST_F(ModelTest, ThePrintedTableHasKerasNamesShapesAndCounts) {
  const std::string text = run_well({"model", kFashion}).out;
  EXPECT_NE(text.find("(None, 28, 28, 32)             320"), std::string::npos) << text;
  const auto json = nlohmann::json::parse(run_well({"model", kCifar, "--json"}).out);
  const auto& conv1 = json["layers"][0];
  EXPECT_EQ(conv1["type"], "Conv2D");
  EXPECT_EQ(conv1["output_shape"], (nlohmann::json{nullptr, nullptr, nullptr, 32}));
  EXPECT_EQ(conv1["parameters"], 7 * 7 * 3 * 32 + 32);
}

// Layers within networks have names only; so has the second call of a layer.
TEST_F(ModelTest, LayersWithinNetworksAreListedAndWritten) {
  const std::string nested = (kTests / "golden/keras_files/tf221_transfer_fitted.keras").string();
  const auto json = nlohmann::json::parse(run_well({"model", nested, "--json"}).out);
  EXPECT_EQ(json["layers"][0]["index"], 0);
  EXPECT_EQ(json["layers"][2]["name"], "base/c1");
  EXPECT_EQ(json["layers"][2]["index"], nullptr);
  EXPECT_EQ(json["layers"][5]["index"], 1);
  run_well({"weights", nested, "--layer", "base/c1", "-o", "w.npy"});
  EXPECT_EQ(array_of(at("w.npy")).shape(), (Shape{3, 3, 3, 4}));
  const std::string input =
      (kTests / "golden/keras_files/tf221_transfer_fitted.input.npy").string();
  run_well({"activations", nested, "--input", input, "-o", "inner"});
  EXPECT_TRUE(std::filesystem::exists(at("inner") / "02_base_c1.npy"));
  run_well({"activations", nested, "--input", input, "--layer", "1", "-o", "one"});
  EXPECT_TRUE(std::filesystem::exists(at("one") / "05_global_average_pooling2d.npy"));

  const std::string twice = (kTests / "golden/keras_files/tf215_branches_compiled.keras").string();
  run_well({"activations", twice, "--input", input, "--layer", "again#2", "-o", "second"});
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(at("second"))) {
    EXPECT_NE(entry.path().filename().string().find("_again_2.npy"), std::string::npos);
    ++files;
  }
  EXPECT_EQ(files, 1);
}

TEST_F(ModelTest, WeightsWritesTheKernelAndSaysItsShape) {
  const std::string text = run_well({"weights", kCifar, "--layer", "conv1", "-o", "w.npy"}).out;
  EXPECT_NE(text.find("kernel (7, 7, 3, 32)  bias (32,)"), std::string::npos) << text;
  // The last moment of the training's record is the trained kernel.
  const Tensor kernel = array_of(at("w.npy"));
  const Tensor history = array_of(kTests / "../assets/models/cifar10_conv1_history.npy");
  const auto trained = history.values().last(kernel.size());
  EXPECT_TRUE(std::equal(trained.begin(), trained.end(), kernel.values().begin()));
}

// 28 NaN and 2 infinite weights in one layer, nothing but NaN in the next.
TEST_F(ModelTest, WeightsThatAreNotFiniteAreSaid) {
  const std::string broken = (kTests / "golden/input_cases/not_finite.keras").string();
  const std::string text = run_well({"model", broken}).out;
  const std::string some = "some: 30 of 112 weights are not finite: 28 NaN, 2 infinite";
  const std::string all = "all: 72 of 74 weights are not finite: 72 NaN, 0 infinite";
  EXPECT_NE(text.find(some), std::string::npos) << text;
  EXPECT_NE(text.find(all), std::string::npos) << text;
  const auto json = nlohmann::json::parse(run_well({"model", broken, "--json"}).out);
  EXPECT_EQ(json["notes"], (nlohmann::json{some, all}));
  EXPECT_EQ(nlohmann::json::parse(run_well({"model", kCifar, "--json"}).out)["notes"],
            nlohmann::json::array());

  const std::string weights = run_well({"weights", broken, "--layer", "some", "-o", "w.npy"}).out;
  EXPECT_NE(weights.find("30 of 108 values are not finite: 28 NaN, 2 infinite"), std::string::npos)
      << weights;
  EXPECT_EQ(weights.find("nan"), std::string::npos) << weights;
  EXPECT_NE(weights.find("histogram"), std::string::npos) << weights;
  const std::string none = run_well({"weights", broken, "--layer", "all", "-o", "w.npy"}).out;
  EXPECT_NE(none.find("72 of 72 values are not finite"), std::string::npos) << none;
  EXPECT_EQ(none.find("min"), std::string::npos) << none;

  const std::string input = (kTests / "golden/input_cases/not_finite.input.npy").string();
  EXPECT_EQ(run_well({"activations", broken, "--input", input, "-o", "out"}).out,
            "the output is not a number (NaN): no prediction\n");
  save(at("labels.npy"), Tensor(Shape{4}));
  const std::string measured =
      run_well({"evaluate", broken, "--input", input, "--labels", "labels.npy"}).out;
  EXPECT_EQ(measured,
            "accuracy 0.0000  loss nan  (4 pictures)\n"
            "4 answers are not a number (NaN), which counts as wrong\n");
}

TEST_F(ModelTest, FashionMnistsActivationsAreKeras) {
  expect_keras_activations("fashion_mnist", kFashion);
}

TEST_F(ModelTest, Cifar10sActivationsAreKeras) { expect_keras_activations("cifar10", kCifar); }

TEST_F(ModelTest, AFullyConvolutionalModelTakesAnyPicture) {
  const std::string china = testing::photograph_file("china.jpg");
  const Outcome ran =
      run_well({"activations", kCifar, "--input", china, "--layer", "conv1", "-o", "out"});
  EXPECT_EQ(ran.out.rfind("class ", 0), 0u) << ran.out;
  EXPECT_EQ(to_string(array_of(at("out") / "00_conv1.npy").shape()), "(1, 427, 640, 32)");
}

TEST_F(ModelTest, WhatDoesNotFitIsNamed) {
  const std::string input = (golden("fashion_mnist") / "input.npy").string();
  expect_refusal(1, {"activations", kCifar, "--input", input, "-o", "out"}, "the model takes 3",
                 {});
  expect_refusal(1, {"activations", kFashion, "--input", input, "--index", "5", "-o", "out"},
                 "the file holds 1", {});
  expect_refusal(1, {"activations", kFashion, "--input", input, "--layer", "conv9", "-o", "out"},
                 "conv9", {});
  expect_refusal(1, {"activations", kFashion, "--input", input, "--layer", "99", "-o", "out"},
                 "layer 99", {});
  expect_refusal(1, {"weights", kFashion, "--layer", "flatten", "-o", "w.npy"}, "has no weights",
                 {});
  expect_refusal(1, {"model", input}, "input.npy", {});
  expect_refusal(1, {"evaluate", kFashion, "--input", input, "--labels", input}, "(N,) expected",
                 {});
  expect_refusal(2, {"model"}, "MODEL", {});
}

TEST_F(ModelTest, OnnxNetworksAreTakenAsKerasOnesAre) {
  const std::string net = (kTests / "golden/onnx_cases/residual.onnx").string();
  const auto json = nlohmann::json::parse(run_well({"model", net, "--json"}).out);
  EXPECT_EQ(json["format"], "ONNX opset 13 (.onnx)");
  EXPECT_EQ(json["read_only"], false);
  const std::string input = (kTests / "golden/onnx_cases/residual.input.npy").string();
  run_well({"activations", net, "--input", input, "--layer", "conv0", "-o", "out"});
  EXPECT_EQ(array_of(at("out") / "01_conv0.npy").shape(), (Shape{1, 9, 7, 4}));
}

}  // namespace
}  // namespace convlens::app
