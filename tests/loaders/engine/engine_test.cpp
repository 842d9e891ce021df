#include "loaders/engine/engine.h"

#include <signal.h>

#include <fstream>
#include <thread>

#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "loaders/model_files.h"
#include "loaders/with_engine.h"

// The engine as a program: what it says of bad files, what its end does, who may ask it at once.
namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using testing::contains;

fs::path onnx_case(const std::string& name) { return golden::path("onnx_cases/" + name + ".onnx"); }

LoadedModel must_load(const fs::path& path) {
  auto loaded = load_model(path);
  if (!loaded) throw std::runtime_error(loaded.error().message);
  return *std::move(loaded);
}

// The programs that this one has started and not waited for.
std::vector<pid_t> children() {
  std::vector<pid_t> pids;
  for (const auto& task : fs::directory_iterator("/proc/self/task")) {
    std::ifstream file(task.path() / "children");
    for (pid_t pid = 0; file >> pid;) pids.push_back(pid);
  }
  return pids;
}

class EngineProgram : public testing::WithEngine {};

TEST_F(EngineProgram, ADamagedFileIsOneSentence) {
  const TemporaryFolder folder;
  auto bytes = testing::read_bytes(golden::path("tensorflow_cases/classifier_float.tflite"));
  const std::vector<std::pair<std::string, std::vector<std::byte>>> files{
      {"half.tflite",
       {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2)}},
      {"start.tflite", {bytes.begin(), bytes.begin() + 8}},
      {"text.tflite", testing::bytes_of("no network")},
      {"empty.pb", {}},
      {"text.pb", testing::bytes_of("no graph")}};
  for (const auto& [name, content] : files) {
    SCOPED_TRACE(name);
    testing::write_bytes(folder / name, content);
    const auto loaded = load_model(folder / name);
    ASSERT_FALSE(loaded);
    testing::expect_sentence(loaded.error().message, (folder / name).string());
  }
  fs::create_directory(folder / "saved");
  testing::write_bytes(folder / "saved/saved_model.pb", testing::bytes_of("\x08\x01"));
  const auto loaded = load_model(folder / "saved");
  ASSERT_FALSE(loaded);
  testing::expect_sentence(loaded.error().message, (folder / "saved").string());
}

TEST_F(EngineProgram, StandsWithItsNetworkAndIsStartedAnew) {
  const std::size_t before = children().size();
  const Tensor input = golden::array("onnx_cases/recurrent.input.npy");
  {
    const LoadedModel loaded = must_load(onnx_case("recurrent"));
    const std::vector<pid_t> there = children();
    ASSERT_EQ(there.size(), before + 1);
    const auto answer = loaded.model.predict(input);
    ASSERT_TRUE(answer) << answer.error().message;
    kill(there.back(), SIGKILL);
    const auto failed = loaded.model.predict(input);
    ASSERT_FALSE(failed);
    EXPECT_TRUE(contains(failed.error().message, "the engine has ended (Killed)"))
        << failed.error().message;
    const auto again = loaded.model.predict(input);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(testing::scaled_difference(*again, *answer), 0.0f);
  }
  EXPECT_EQ(children().size(), before);
}

TEST_F(EngineProgram, AFileOfTensorflowMayHaveAnyName) {
  const TemporaryFolder folder;
  const auto expect_format = [&](const char* original, const char* name, const char* format) {
    SCOPED_TRACE(name);
    fs::copy_file(golden::path(std::string("tensorflow_cases/") + original), folder / name);
    const auto loaded = load_model(folder / name);
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(loaded->format, format);
  };
  expect_format("classifier_float.tflite", "model_unquant.lite", "TensorFlow Lite (.tflite)");
  expect_format("classifier_float.tflite", "MODEL.TFLITE", "TensorFlow Lite (.tflite)");
  expect_format("classifier_frozen.pb", "GRAPH.PB", "TensorFlow (.pb)");
}

TEST_F(EngineProgram, AnOnnxFileMayHaveAnyName) {
  const TemporaryFolder folder;
  fs::copy_file(onnx_case("largest"), folder / "largest");
  const LoadedModel loaded = must_load(folder / "largest");
  EXPECT_TRUE(loaded.end.empty()) << loaded.end.english();
}

TEST_F(EngineProgram, NetworksOfOurOwnStartNone) {
  const std::size_t before = children().size();
  const LoadedModel loaded = must_load(onnx_case("residual"));
  EXPECT_EQ(children().size(), before);
}

TEST_F(EngineProgram, AnswersSeveralThreads) {
  const LoadedModel loaded = must_load(onnx_case("largest"));
  const Tensor input = golden::array("onnx_cases/largest.input.npy");
  const Tensor expected = golden::array("onnx_cases/largest.expected.npy");
  std::vector<std::thread> threads;
  std::vector<float> differences(4, INFINITY);
  for (float& difference : differences) {
    threads.emplace_back([&] {
      const TensorView view = input;
      for (int i = 0; i < 5; ++i) {
        const auto outputs = loaded.model.compute({&view, 1});
        if (!outputs) return;
        difference = testing::scaled_difference((*outputs)[0].view(), expected);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const float difference : differences) EXPECT_LE(difference, 1e-5f);
}

// Painting what lies before a layer of the engine changes what it gives.
TEST_F(EngineProgram, FollowsWhatIsPaintedBeforeIt) {
  const LoadedModel loaded = must_load(onnx_case("recurrent"));
  const Tensor input = golden::array("onnx_cases/recurrent.input.npy");
  const auto layer = loaded.model.layer("conv0");
  ASSERT_TRUE(layer);
  Tensor kernel = (*layer)->weights()[0].value->clone();
  for (float& weight : kernel.values()) weight = -weight;
  const auto painted = (*layer)->with_weight("kernel", std::move(kernel));
  ASSERT_TRUE(painted);
  const auto changed = loaded.model.with_layer(layer->index(), *painted);
  ASSERT_TRUE(changed) << changed.error().message;
  const auto before = loaded.model.activations(input);
  ASSERT_TRUE(before);
  const auto after = changed->recompute(*before, layer->index());
  ASSERT_TRUE(after) << after.error().message;
  const auto whole = changed->predict(input);
  ASSERT_TRUE(whole);
  EXPECT_EQ(testing::scaled_difference(after->back().view(), *whole), 0.0f);
  EXPECT_GT(testing::scaled_difference(after->back().view(), before->back().view()), 1e-3f);
}

// An operator that nobody knows ends the network, which is there up to it.
TEST_F(EngineProgram, WhatItLacksTooEndsTheNetwork) {
  const TemporaryFolder folder;
  auto model = testing::read_bytes(onnx_case("recurrent"));
  const std::string lstm = "LSTM";
  const auto place =
      std::search(model.begin(), model.end(), reinterpret_cast<const std::byte*>(lstm.data()),
                  reinterpret_cast<const std::byte*>(lstm.data()) + lstm.size());
  ASSERT_NE(place, model.end());
  *place = std::byte{'X'};
  testing::write_bytes(folder / "strange.onnx", model);
  const LoadedModel loaded = must_load(folder / "strange.onnx");
  EXPECT_TRUE(contains(loaded.end.english(), "the network is shown up to \"relu1\""))
      << loaded.end.english();
}

}  // namespace
}  // namespace convlens::loaders
