// Networks that are painted and saved: opened again they have the same weights, bit for bit, and
// answer alike; tools/check_saved_keras.py asks Keras itself.
#include "loaders/keras/keras_writer.h"

#include <cstdlib>
#include <map>
#include <set>

#include "core/statistics.h"
#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "loaders/keras/of_keras_layers.h"
#include "loaders/model_files.h"
#include "nn/random.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using testing::contains;
using testing::has_foreign_layers;
using testing::scaled_difference;
using testing::write_bytes;

std::vector<fs::path> files_in(const fs::path& folder, const std::string& ending) {
  std::set<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ending) files.insert(entry.path());
  }
  return {files.begin(), files.end()};
}

// The first and the last kernel are other ones.
nn::Model painted(const nn::Model& model) {
  std::vector<int> with_kernel;
  for (int i = 0; i < model.layer_count(); ++i) {
    const auto weights = model.layer(i)->weights();
    if (!weights.empty() && weights.front().name == "kernel") with_kernel.push_back(i);
  }
  nn::Model changed = model;
  for (const int i : std::set<int>{with_kernel.empty() ? -1 : with_kernel.front(),
                                   with_kernel.empty() ? -1 : with_kernel.back()}) {
    if (i < 0) continue;
    Tensor kernel = model.layer(i)->weights().front().value->clone();
    for (float& weight : kernel.values()) weight = weight * 0.75f + 0.01f;
    const auto layer = changed.layer(i)->with_weight("kernel", std::move(kernel));
    EXPECT_TRUE(layer) << layer.error().message;
    changed = *changed.with_layer(i, nn::LayerHandle(*layer));
  }
  return changed;
}

std::vector<Tensor> inputs_of(const nn::Model& model) {
  nn::Random random(11);
  std::vector<Tensor> inputs;
  for (const nn::Symbolic& input : model.inputs()) {
    std::vector<std::int64_t> extents;
    for (const std::int64_t extent : input.shape().extents()) {
      extents.push_back(extents.empty() ? 2 : extent == nn::PartialShape::kUnknown ? 13 : extent);
    }
    Tensor values(*Shape::checked(extents));
    for (float& value : values.values()) value = random.uniform();
    inputs.push_back(std::move(values));
  }
  return inputs;
}

std::vector<nn::SharedTensor> answers(const nn::Model& model, const std::vector<Tensor>& inputs) {
  const std::vector<TensorView> views(inputs.begin(), inputs.end());
  auto values = model.compute(views);
  EXPECT_TRUE(values) << values.error().message;
  return values ? *std::move(values) : std::vector<nn::SharedTensor>();
}

// Where CONVLENS_SAVED_NETWORKS names a folder, the files stay there with inputs and answers.
class KerasWriter : public ::testing::Test {
 protected:
  fs::path folder() {
    const char* kept = std::getenv("CONVLENS_SAVED_NETWORKS");
    return kept == nullptr ? folder_.path() : fs::path(kept);
  }

  // The file written, opened again, answers as the model does; `keras` has its weights, bit for
  // bit.
  void expect_same(const std::string& name, const std::vector<std::byte>& bytes,
                   const nn::Model& model, const nn::Model& keras, float tolerance) {
    SCOPED_TRACE(name);
    const fs::path file = folder() / (name + ".keras");
    write_bytes(file, bytes);
    const auto opened = load_model(file);
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_TRUE(opened->end.empty());
    expect_same_weights(keras, opened->model);
    const auto inputs = inputs_of(model);
    const auto expected = answers(model, inputs);
    const auto found = answers(opened->model, inputs);
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_LE(scaled_difference(found[i], expected[i]), tolerance);
      ASSERT_TRUE(write_npy(folder() / fmt::format("{}.expected{}.npy", name, i), expected[i]));
    }
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      ASSERT_TRUE(write_npy(folder() / fmt::format("{}.input{}.npy", name, i), inputs[i]));
    }
  }

  // Anew, of Keras' layers; false where Keras lacks one, which is said.
  bool saves_anew(const std::string& name, const nn::Model& model) {
    const auto bytes = keras_bytes(model);
    if (!bytes) {
      EXPECT_TRUE(contains(bytes.error().message, "cannot be saved as .keras"))
          << name << ": " << bytes.error().message;
      return false;
    }
    expect_same(name, *bytes, model, *of_keras_layers(model), 1e-5f);
    return true;
  }

  // Bit for bit, layer by layer.
  static void expect_same_weights(const nn::Model& a, const nn::Model& b) {
    std::map<std::string, nn::LayerHandle> layers;
    for (const nn::ModelLayer& layer : b.layers()) layers.emplace(layer.name(), layer.handle());
    for (const nn::ModelLayer& layer : a.layers()) {
      if (layer->type() != "Conv2D" && layer->type() != "Dense" &&
          layer->type() != "DepthwiseConv2D" && layer->type() != "BatchNormalization") {
        continue;
      }
      const auto other = layers.find(layer.name());
      ASSERT_NE(other, layers.end()) << layer.name();
      ASSERT_EQ(layer->weights().size(), other->second->weights().size());
      for (std::size_t w = 0; w < layer->weights().size(); ++w) {
        EXPECT_TRUE(are_same(std::as_const(*layer->weights()[w].value).values(),
                             std::as_const(*other->second->weights()[w].value).values()))
            << layer.name() << ' ' << w;
      }
    }
  }

  TemporaryFolder folder_;
};

TEST_F(KerasWriter, KerasArchivesKeepAllButThePaintedWeights) {
  int kept = 0;
  std::vector<fs::path> files = files_in(golden::path("keras_cases"), ".keras");
  for (const auto& shipped : files_in(golden::path("../../assets/models"), ".keras")) {
    files.push_back(shipped);
  }
  if (const char* more = std::getenv("CONVLENS_MORE_NETWORKS")) {
    for (const auto& file : files_in(more, ".keras")) files.push_back(file);
  }
  for (const fs::path& file : files) {
    const auto loaded = load_model(file);
    ASSERT_TRUE(loaded) << loaded.error().message;
    const nn::Model changed = painted(loaded->model);
    const auto bytes = keras_bytes_like(file, loaded->model, changed);
    if (!bytes) {  // a dense layer behind flattened pictures with their channels in front
      EXPECT_TRUE(contains(bytes.error().message, "in another way")) << bytes.error().message;
      continue;
    }
    ++kept;
    expect_same("kept_" + file.stem().string(), *bytes, changed, changed, 0.0f);
  }
  EXPECT_GE(kept, static_cast<int>(files.size()) - 3);
}

TEST_F(KerasWriter, OtherFilesAreWrittenAnew) {
  struct Source {
    const char* folder;
    const char* ending;
    int least;  // networks that are saved
  };
  for (const Source& source : {Source{"keras_cases", ".keras", 40}, Source{"keras_cases", ".h5", 5},
                               Source{"keras2_cases", ".h5", 3}, Source{"onnx_cases", ".onnx", 4},
                               Source{"../../assets/models", ".keras", 2}}) {
    int saved = 0;
    for (const fs::path& file : files_in(golden::path(source.folder), source.ending)) {
      const auto loaded = load_model(file);
      if (!loaded || !loaded->end.empty() || has_foreign_layers(*loaded)) continue;
      const std::string name = "anew_" + file.stem().string() + "_" + (source.ending + 1);
      saved += saves_anew(name, painted(loaded->model)) ? 1 : 0;
    }
    EXPECT_GE(saved, source.least) << source.folder << source.ending;
  }
}

TEST_F(KerasWriter, MoreNetworksAreWrittenAnew) {
  const char* more = std::getenv("CONVLENS_MORE_NETWORKS");
  if (more == nullptr) GTEST_SKIP() << "skipped: CONVLENS_MORE_NETWORKS names no folder";
  int saved = 0;
  for (const char* ending : {".keras", ".h5", ".onnx"}) {
    for (const fs::path& file : files_in(more, ending)) {
      const auto loaded = load_model(file);
      if (!loaded || !loaded->end.empty() || has_foreign_layers(*loaded)) continue;
      saved += saves_anew("more_" + file.stem().string(), painted(loaded->model)) ? 1 : 0;
    }
  }
  std::printf("%d networks saved anew\n", saved);
}

}  // namespace
}  // namespace convlens::loaders
