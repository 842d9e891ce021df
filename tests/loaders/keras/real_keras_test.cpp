#include <zlib.h>

#include <array>
#include <memory>

#include "core/statistics.h"
#include "loaders/common/axis_order.h"
#include "loaders/isolation/isolated.h"
#include "loaders/model_files.h"

// Files that other people's Keras has written.
namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using testing::array_of;
using testing::real_data;
using testing::scaled_difference;

const fs::path kNotebookModel = "hg-mldl/best-cnn-model-keras3.4.1.keras";
const fs::path kOlderModel = "hg-mldl/best-cnn-model-2023-tf211.h5";
const fs::path kFashionMnist = "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz";

LoadedModel load(const fs::path& path) {
  auto loaded = load_model(real_data() / path);
  if (!loaded) throw std::runtime_error(loaded.error().message);
  return *std::move(loaded);
}

const Tensor& weight_of(const nn::Model& model, const char* layer, std::size_t index) {
  return *model.layer(layer)->handle()->weights()[index].value;
}

// Training picture 0, in 0..1; empty without the data set.
Tensor first_training_picture() {
  constexpr int kHeader = 16;
  Tensor picture(Shape{1, 28, 28, 1});
  std::array<unsigned char, kHeader + 28 * 28> bytes{};
  gzFile file = gzopen(kFashionMnist.c_str(), "rb");
  if (file == nullptr) return {};
  const int count = gzread(file, bytes.data(), bytes.size());
  gzclose(file);
  if (count != static_cast<int>(bytes.size())) return {};
  std::transform(bytes.begin() + kHeader, bytes.end(), picture.data(),
                 [](unsigned char byte) { return static_cast<float>(byte) / 255.0f; });
  return picture;
}

TEST(RealKeras, LayerTableOfTheNotebooksModel) {
  SKIP_WITHOUT_REAL_DATA();
  const LoadedModel loaded = load(kNotebookModel);
  EXPECT_EQ(loaded.format, "Keras 3.4.1 (.keras)");
  EXPECT_TRUE(loaded.notes.empty());
  std::string table;
  for (const nn::SummaryRow& row : loaded.model.summary()) {
    table += std::to_string(row.number.value_or(-1)) + " " + row.name + " " + row.type + " " +
             nn::to_string(row.output_shape) + " " + std::to_string(row.parameters) + "\n";
  }
  EXPECT_EQ(table,
            "0 conv2d Conv2D (None, 28, 28, 32) 320\n"
            "1 max_pooling2d MaxPooling2D (None, 14, 14, 32) 0\n"
            "2 conv2d_1 Conv2D (None, 14, 14, 64) 18496\n"
            "3 max_pooling2d_1 MaxPooling2D (None, 7, 7, 64) 0\n"
            "4 flatten Flatten (None, 3136) 0\n"
            "5 dense Dense (None, 100) 313700\n"
            "6 dropout Dropout (None, 100) 0\n"
            "7 dense_1 Dense (None, 10) 1010\n");
}

TEST(RealKeras, WeightsOfTheNotebooksModel) {
  SKIP_WITHOUT_REAL_DATA();
  const LoadedModel loaded = load(kNotebookModel);
  const Tensor& kernel = weight_of(loaded.model, "conv2d", 0);
  EXPECT_EQ(kernel.shape(), (Shape{3, 3, 1, 32}));
  // As printed in the notebook, from float32: eight digits, of which the last may differ by one.
  const Moments facts = moments(kernel.values());
  EXPECT_NEAR(facts.mean, -0.01438355, 1e-8);
  EXPECT_NEAR(facts.deviation, 0.23351654, 1e-8);
  EXPECT_EQ(histogram(kernel.values(), 10).counts,
            (std::vector<std::size_t>{1, 1, 4, 0, 0, 7, 49, 79, 101, 46}));
}

TEST(RealKeras, ModelOfKeras2) {
  SKIP_WITHOUT_REAL_DATA();
  const LoadedModel loaded = load(kOlderModel);
  EXPECT_EQ(loaded.format, "Keras 2.11.0 (.h5)");
  ASSERT_EQ(loaded.model.layer_count(), 8);
  EXPECT_TRUE(loaded.model.is_sequential());
  const Moments facts = moments(weight_of(loaded.model, "conv2d", 0).values());
  EXPECT_NEAR(facts.mean, -0.02494116, 1e-8);
  EXPECT_NEAR(facts.deviation, 0.24951958, 1e-8);
}

TEST(RealKeras, ActivationsOfTheNotebooksModel) {
  SKIP_WITHOUT_REAL_DATA();
  const Tensor picture = first_training_picture();
  if (picture.size() == 0) GTEST_SKIP() << kFashionMnist << " is not there";
  const LoadedModel loaded = load(kNotebookModel);
  const auto activations = loaded.model.activations(picture);
  ASSERT_TRUE(activations) << activations.error().message;
  const std::array<std::pair<const char*, const char*>, 6> references{{
      {"conv2d", "conv1_relu"},
      {"max_pooling2d", "pool1"},
      {"conv2d_1", "conv2_relu"},
      {"max_pooling2d_1", "pool2"},
      {"dense", "dense_relu"},
      {"dense_1", "softmax"},
  }};
  for (const auto& [layer, name] : references) {
    SCOPED_TRACE(layer);
    const Tensor expected =
        array_of(real_data() / "hg-mldl" / (std::string("keras3.4.1_train0_") + name + ".npy"));
    const auto node = static_cast<std::size_t>(loaded.model.layer(layer)->node());
    const TensorView actual = (*activations)[node].view();
    ASSERT_EQ(actual.values().size(), expected.size());
    EXPECT_LE(scaled_difference({actual.values(), expected.shape()}, expected), 1e-5f);
  }
}

TEST(RealKeras, BatchNormalizationOfKeras2) {
  SKIP_WITHOUT_REAL_DATA();
  const fs::path folder = "keras-other";
  const LoadedModel loaded = load(folder / "cnn_batch_norm_model.h5");
  const auto output =
      loaded.model.predict(array_of(real_data() / folder / "cnn_batch_norm_input.npy"));
  ASSERT_TRUE(output) << output.error().message;
  const Tensor expected = array_of(real_data() / folder / "cnn_batch_norm_predictions.npy");
  EXPECT_LE(scaled_difference(*output, expected), 1e-5f);
}

// Theano turns its kernels, so ours are the file's turned back; TensorFlow's are the file's.
TEST(RealKeras, KernelsOfTheanoAndTensorFlow) {
  SKIP_WITHOUT_REAL_DATA();
  for (const bool theano : {false, true}) {
    const fs::path path =
        real_data() / "keras-other" / (theano ? "conv2d_theano_2.h5" : "conv2d_tensorflow_2.h5");
    SCOPED_TRACE(path);
    const auto archive = isolated_read("keras", path);
    ASSERT_TRUE(archive) << archive.error().message;
    EXPECT_EQ(archive->fact("backend"), theano ? "theano" : "tensorflow");
    Tensor stored = archive->groups.at(0).weights.at(0).values.clone();
    ASSERT_EQ(stored.shape(), (Shape{3, 3, 5, 6}));
    if (theano) {
      Tensor turned(stored.shape());
      for (int y = 0; y < 3; ++y) {
        for (int x = 0; x < 3; ++x) {
          const float* from = stored.data() + ((2 - y) * 3 + (2 - x)) * 30;
          std::copy(from, from + 30, turned.data() + (y * 3 + x) * 30);
        }
      }
      stored = std::move(turned);
    }
    const auto loaded = load_model(path);
    ASSERT_TRUE(loaded) << loaded.error().message;
    const Tensor& kernel = weight_of(loaded->model, "conv2d_1", 0);
    EXPECT_TRUE(std::equal(kernel.values().begin(), kernel.values().end(), stored.values().begin(),
                           stored.values().end()));
    EXPECT_EQ(loaded->notes.size(), theano ? 1U : 0U);
  }
}

}  // namespace
}  // namespace convlens::loaders
