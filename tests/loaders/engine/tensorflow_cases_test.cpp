#include <algorithm>

#include "golden/golden.h"
#include "loaders/model_files.h"
#include "loaders/with_engine.h"

// Networks of TensorFlow, which the engine reads, with TensorFlow's own answers.
namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using testing::contains;

constexpr float kTolerance = 1e-5f;

fs::path case_path(const std::string& file) { return golden::path("tensorflow_cases/" + file); }

// Networks that take bytes are asked by bytes.
Tensor prepared(const LoadedModel& loaded, Tensor pictures) {
  if (!loaded.preparation) return pictures;
  for (float& value : pictures.values()) value *= loaded.preparation->scale;
  const auto& mean = loaded.preparation->mean;
  for (float& value : pictures.values()) value -= mean.empty() ? 0.0f : mean[0];
  return pictures;
}

class TensorflowCases : public testing::WithEngine {};

TEST_F(TensorflowCases, AnswersOfTensorflow) {
  const auto cases = golden::json("tensorflow_cases/cases.json");
  EXPECT_GE(cases.size(), 17U);
  for (const auto& fact : cases) {
    const auto name = fact.at("name").get<std::string>();
    SCOPED_TRACE(name);
    const auto loaded = load_model(case_path(fact.at("file").get<std::string>()));
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_TRUE(loaded->end.empty()) << loaded->end.english();
    const Tensor input =
        prepared(*loaded, golden::array("tensorflow_cases/" + name + ".input.npy"));
    const auto answer = loaded->model.predict(input);
    ASSERT_TRUE(answer) << answer.error().message;
    const Tensor expected = golden::array("tensorflow_cases/" + name + ".expected.npy");
    // Packed answers may be the next one where the sum before it lies between the two.
    const float step = fact.at("step").get<float>();
    EXPECT_LE(testing::scaled_difference(*answer, expected), std::max(kTolerance, 1.01f * step));
  }
}

// Kernels, biases and matrices are layers of nn, so that they can be painted.
TEST_F(TensorflowCases, LayersAreOurOwn) {
  for (const char* file : {"classifier_float.tflite", "classifier_saved", "classifier_frozen.pb"}) {
    SCOPED_TRACE(file);
    const auto loaded = load_model(case_path(file));
    ASSERT_TRUE(loaded) << loaded.error().message;
    std::vector<Shape> kernels;
    for (const nn::ModelLayer& layer : loaded->model.layers()) {
      const bool has_kernel = layer->type() == "Conv2D" || layer->type() == "DepthwiseConv2D";
      if (has_kernel) kernels.push_back(layer->weights()[0].value->shape());
    }
    EXPECT_EQ(kernels, (std::vector<Shape>{{3, 3, 3, 4}, {3, 3, 4, 1}, {3, 3, 4, 6}}));
    EXPECT_EQ(loaded->model.inputs()[0].shape(), (nn::PartialShape{-1, -1, -1, 3}));
  }
}

TEST_F(TensorflowCases, SaysWhatItIs) {
  const auto lite = load_model(case_path("classifier_bytes.tflite"));
  ASSERT_TRUE(lite) << lite.error().message;
  EXPECT_EQ(lite->format, "TensorFlow Lite (.tflite)");
  ASSERT_TRUE(lite->preparation);
  EXPECT_EQ(lite->preparation->scale, 255.0f);
  const auto says = [&lite](const char* words) {
    return std::any_of(lite->notes.begin(), lite->notes.end(),
                       [words](const auto& note) { return contains(note.english(), words); });
  };
  EXPECT_TRUE(says("packs its results into 8 bits"));
  EXPECT_EQ(load_model(case_path("classifier_saved"))->format, "TensorFlow (SavedModel)");
  EXPECT_EQ(load_model(case_path("classifier_frozen.pb"))->format, "TensorFlow (.pb)");
}

}  // namespace
}  // namespace convlens::loaders
