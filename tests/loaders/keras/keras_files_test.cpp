#include <map>
#include <nlohmann/json.hpp>

#include "core/files/npz.h"
#include "golden/golden.h"
#include "loaders/model_files.h"

// Files of many versions of Keras, compiled and trained, with networks within networks: the value
// of every layer against what that Keras computed.
namespace convlens::loaders {
namespace {

constexpr float kTolerance = 3e-5f;  // of the layer's largest value

std::map<std::string, Tensor> values_by_name(const nn::Model& model, const TensorView& input) {
  const auto activations = model.activations(input);
  if (!activations) throw std::runtime_error(activations.error().message);
  std::map<std::string, Tensor> values;
  for (const nn::ModelLayer& layer : model.layers()) {
    const TensorView value = (*activations)[static_cast<std::size_t>(layer.node())].view();
    values.emplace(layer.name(), Tensor(value.shape(), value.values()));
  }
  return values;
}

float largest_difference(const Tensor& found, const Tensor& expected) {
  if (found.size() != expected.size()) return INFINITY;
  float largest = 0.0f;
  float difference = 0.0f;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    largest = std::max(largest, std::fabs(expected.data()[i]));
    const float distance = std::fabs(found.data()[i] - expected.data()[i]);
    difference = std::isnan(distance) ? INFINITY : std::max(difference, distance);
  }
  return difference / std::max(largest, 1e-30f);
}

class KerasFiles : public ::testing::TestWithParam<std::string> {};

TEST_P(KerasFiles, EveryLayerIsAsThatKerasComputedIt) {
  const auto loaded = load_model(golden::path("keras_files/" + GetParam()));
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->end.english(), "");
  const std::string name = GetParam().substr(0, GetParam().rfind('.'));
  const auto found =
      values_by_name(loaded->model, golden::array("keras_files/" + name + ".input.npy"));
  const auto expected = read_npz(golden::path("keras_files/" + name + ".expected.npz"));
  ASSERT_TRUE(expected) << expected.error().message;
  EXPECT_GE(expected->size(), 4U);
  for (const NamedArray& layer : *expected) {
    const auto value = found.find(layer.name);
    ASSERT_NE(value, found.end()) << layer.name;
    EXPECT_LE(largest_difference(value->second, layer.array.values), kTolerance) << layer.name;
  }
}

std::vector<std::string> file_names() {
  return golden::json("keras_files/files.json").get<std::vector<std::string>>();
}

INSTANTIATE_TEST_SUITE_P(Every, KerasFiles, ::testing::ValuesIn(file_names()),
                         [](const ::testing::TestParamInfo<std::string>& file) {
                           std::string name = file.param;
                           std::replace(name.begin(), name.end(), '.', '_');
                           return name;
                         });

TEST(KerasFiles, LayersWithinNetworksAreListedAndCountedAsKerasCountsThem) {
  const auto loaded = load_model(golden::path("keras_files/tf215_transfer_fitted.keras"));
  ASSERT_TRUE(loaded) << loaded.error().message;
  std::string table;
  for (const nn::SummaryRow& row : loaded->model.summary()) {
    table += (row.number ? std::to_string(*row.number) : "-") + " " + row.name + " " + row.type +
             " " + std::to_string(row.parameters) + "\n";
  }
  EXPECT_EQ(table,
            "0 base Functional 128\n"
            "- base/input_1 InputLayer 0\n"
            "- base/c1 Conv2D 112\n"
            "- base/n1 BatchNormalization 16\n"
            "- base/r1 ReLU 0\n"
            "1 global_average_pooling2d GlobalAveragePooling2D 0\n"
            "2 head Sequential 63\n"
            "- head/dense Dense 25\n"
            "- head/batch_normalization BatchNormalization 20\n"
            "- head/dense_1 Dense 18\n");
  EXPECT_EQ(loaded->model.parameter_count(), 191U);
}

TEST(KerasFiles, WeightsOf16BitsAreThoseThatKerasReadsBack) {
  const auto loaded = load_model(golden::path("keras_files/bfloat16.keras"));
  ASSERT_TRUE(loaded) << loaded.error().message;
  const Tensor expected = golden::array("keras_files/bfloat16.kernel.npy");
  const auto conv = loaded->model.layer("conv");
  ASSERT_TRUE(conv) << conv.error().message;
  const Tensor& kernel = *(*conv)->weights()[0].value;
  ASSERT_EQ(kernel.shape(), expected.shape());
  EXPECT_TRUE(std::equal(kernel.values().begin(), kernel.values().end(), expected.values().begin(),
                         expected.values().end()));
  ASSERT_EQ(loaded->notes.size(), 1U);
  EXPECT_EQ(loaded->notes[0].english(), "Keras computes in bfloat16, here it is float32");
}

TEST(KerasFiles, OperationsHaveNoNumbersInKeras3) {
  const auto loaded = load_model(golden::path("keras_files/tf221_operators_bare.keras"));
  ASSERT_TRUE(loaded) << loaded.error().message;
  std::vector<std::string> numbered;
  for (const nn::SummaryRow& row : loaded->model.summary()) {
    if (row.number) numbered.push_back(row.name);
  }
  EXPECT_EQ(numbered, (std::vector<std::string>{"input_layer", "conv2d", "dense"}));
  // Those of the convolution and of the dense layer; the constants are none.
  EXPECT_EQ(loaded->model.parameter_count(), 84U + 39U);
}

}  // namespace
}  // namespace convlens::loaders
