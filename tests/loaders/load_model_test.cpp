#include "loaders/load_model.h"

#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "loaders/model_facts.h"
#include "loaders/model_files.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using testing::bytes_of;
using testing::contains;
using testing::expect_sentence;
using testing::scaled_difference;
using testing::write_bytes;

constexpr float kTolerance = 1e-5f;

const fs::path kOwnModels = fs::path(CONVLENS_TEST_DIR).parent_path() / "assets/models";

TEST(LoadModel, ModelsOfKeras2) {
  for (const auto& fact : golden::json("keras2_cases/cases.json")) {
    const auto name = "keras2_cases/" + fact.at("name").get<std::string>();
    SCOPED_TRACE(name);
    const auto loaded = load_model(golden::path(name + ".h5"));
    ASSERT_TRUE(loaded) << loaded.error().message;
    std::vector<std::string> layers;
    for (const nn::ModelLayer& layer : loaded->model.layers()) {
      if (layer.number()) layers.push_back(layer.name());
    }
    EXPECT_EQ(layers, fact.at("layers").get<std::vector<std::string>>());
    EXPECT_EQ(loaded->model.parameter_count(), fact.at("parameters").get<std::size_t>());
    const auto output = loaded->model.predict(golden::array(name + ".input.npy"));
    ASSERT_TRUE(output) << output.error().message;
    EXPECT_LE(scaled_difference(*output, golden::array(name + ".expected.npy")), kTolerance);
  }
}

// Neither capitals nor a name that says nothing stand in the way, beside them neither.
TEST(LoadModel, AFileIsWhatItHolds) {
  const TemporaryFolder folder;
  for (const char* name : {"NET.ONNX", "net.keras", "net"}) {
    fs::copy_file(golden::path("onnx_cases/residual.onnx"), folder / name);
    const auto loaded = load_model(folder / name);
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_TRUE(contains(loaded->format, "ONNX")) << name;
  }
  write_bytes(folder / "NET.JSON", bytes_of("{\"classes\": [\"a\", \"b\"]}"));
  const auto named = load_model(folder / "NET.ONNX");
  ASSERT_TRUE(named && named->class_names);
  EXPECT_EQ(named->class_names->size(), 2u);

  fs::copy_file(golden::path("keras2_cases/residual.h5"), folder / "old.onnx");
  const auto keras = load_model(folder / "old.onnx");
  ASSERT_TRUE(keras) << keras.error().message;
  EXPECT_TRUE(contains(keras->format, "Keras")) << keras->format;
}

TEST(LoadModel, WhatStandsBesideItTellsOfItsTraining) {
  const auto loaded = load_model(kOwnModels / "cifar10.keras");
  ASSERT_TRUE(loaded) << loaded.error().message;
  ASSERT_TRUE(loaded->history);
  EXPECT_EQ(loaded->history->file, kOwnModels / "cifar10_conv1_history.npy");
  EXPECT_GT(loaded->history->epochs.size(), 10u);
  EXPECT_EQ(loaded->trained_at, (nn::HeightWidth{32, 32}));
}

TEST(LoadModel, WeightsOnlyWithLayersFromElsewhere) {
  const auto path = [](const char* ending) {
    return golden::path(std::string("keras2_cases/residual") + ending);
  };
  const Tensor input = golden::array("keras2_cases/residual.input.npy");
  const Tensor expected = golden::array("keras2_cases/residual.expected.npy");
  for (const char* weights : {".weights.hdf5", ".weights.h5"}) {
    SCOPED_TRACE(weights);
    const auto alone = load_model(path(weights));
    ASSERT_FALSE(alone);
    EXPECT_TRUE(contains(alone.error().message, "the file holds weights only"));
    for (const char* architecture : {".architecture.json", ".h5"}) {
      LoadOptions options;
      options.architecture = path(architecture);
      const auto loaded = load_model(path(weights), options);
      ASSERT_TRUE(loaded) << loaded.error().message;
      EXPECT_TRUE(contains(loaded->format, "weights only"));
      const auto output = loaded->model.predict(input);
      ASSERT_TRUE(output) << output.error().message;
      EXPECT_LE(scaled_difference(*output, expected), kTolerance);
    }
    LoadOptions options;
    options.architecture = golden::path("keras2_cases/backbone.h5");
    const auto other = load_model(path(weights), options);
    ASSERT_FALSE(other);
    expect_sentence(other.error().message, path(weights).string());
  }
}

// The networks that the program brings along, against what Keras computed where they were trained.
class OwnModels : public ::testing::TestWithParam<const char*> {};

TEST_P(OwnModels, ActivationsOfEveryLayer) {
  const std::string name = GetParam();
  const auto loaded = load_model(kOwnModels / (name + ".keras"));
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_TRUE(loaded->notes.empty());
  const auto facts = golden::json(kOwnModels / (name + ".json"));
  EXPECT_EQ(loaded->class_names, facts.at("classes").get<std::vector<std::string>>());
  // Pictures are in 0..1 already, as the network was trained.
  EXPECT_EQ(loaded->preparation, nn::InputPreparation{});

  const std::string folder = "models/" + name + "/";
  Tensor input = golden::array(folder + "input.npy");
  for (float& value : input.values()) value /= 255.0f;
  std::vector<std::int64_t> extents{1};
  const auto item = input.shape().extents();
  extents.insert(extents.end(), item.begin(), item.end());
  const Shape first = *Shape::checked(extents);
  const auto activations = loaded->model.activations(std::move(input).reshaped(first));
  ASSERT_TRUE(activations) << activations.error().message;
  const auto& rows = facts.at("reference_layers");
  ASSERT_EQ(static_cast<std::size_t>(loaded->model.layer_count()), rows.size());
  for (const auto& row : rows) {
    SCOPED_TRACE(row.at("name").get<std::string>());
    const nn::ModelLayer layer = loaded->model.layer(row.at("index").get<int>());
    EXPECT_EQ(layer->name(), row.at("name").get<std::string>());
    EXPECT_EQ(layer->type(), row.at("type").get<std::string>());
    const Tensor expected = golden::array(folder + row.at("file").get<std::string>());
    const TensorView actual = (*activations)[static_cast<std::size_t>(layer.node())].view();
    ASSERT_EQ(actual.values().size(), expected.size());
    EXPECT_LE(scaled_difference({actual.values(), expected.shape()}, expected), kTolerance);
  }
}

INSTANTIATE_TEST_SUITE_P(Trained, OwnModels, ::testing::Values("fashion_mnist", "cifar10"),
                         [](const auto& name) { return std::string(name.param); });

class Facts : public ::testing::Test {
 protected:
  Result<ModelFacts> read(const std::string& json) const {
    write_bytes(folder_ / "net.json", bytes_of(json));
    return read_model_facts(folder_ / "net.keras");
  }
  nn::InputPreparation preparation(const std::string& input) const {
    const auto facts = read(R"({"input": )" + input + "}");
    EXPECT_TRUE(facts) << facts.error().message;
    EXPECT_TRUE(facts->preparation.has_value());
    return facts->preparation.value_or(nn::InputPreparation{});
  }
  std::string error_of(const std::string& json) const {
    const auto facts = read(json);
    EXPECT_FALSE(facts) << json;
    if (facts) return {};
    expect_sentence(facts.error().message, (folder_ / "net.json").string());
    return facts.error().message;
  }

  TemporaryFolder folder_;
};

TEST_F(Facts, NothingIsKnownWithoutAFile) {
  const auto facts = read_model_facts(folder_ / "net.keras");
  ASSERT_TRUE(facts);
  EXPECT_FALSE(facts->class_names || facts->preparation);
  // Another file of that name, as Keras' own to_json() would be.
  const auto other = read(R"({"class_name": "Sequential", "config": []})");
  ASSERT_TRUE(other);
  EXPECT_FALSE(other->class_names || other->preparation);
}

TEST_F(Facts, ClassNames) {
  const auto facts = read(R"({"classes": ["cat", "dog"]})");
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->class_names, (std::vector<std::string>{"cat", "dog"}));
}

// The scale is that of 8-bit values; pictures come in 0..1.
TEST_F(Facts, Preparation) {
  EXPECT_EQ(preparation(R"({"scale": "1/255", "mean": 0, "std": 1, "order": "rgb"})"),
            nn::InputPreparation{});
  EXPECT_EQ(preparation("{}"), nn::InputPreparation{});
  const auto raw = preparation(R"({"scale": 1, "mean": [104, 117, 123], "order": "bgr"})");
  EXPECT_EQ(raw.scale, 255.0f);
  EXPECT_EQ(raw.order, nn::ChannelOrder::kBgr);
  EXPECT_EQ(raw.mean, (std::vector<float>{104, 117, 123}));
  EXPECT_EQ(preparation(R"({"size": [24, 32]})").resize, (nn::HeightWidth{24, 32}));
  const auto centred = preparation(R"({"scale": "1/127.5", "mean": 1, "std": 0.5})");
  EXPECT_EQ(centred.scale, 2.0f);
  EXPECT_EQ(centred.mean, std::vector<float>{1});
  EXPECT_EQ(centred.standard_deviation, std::vector<float>{0.5f});
}

TEST_F(Facts, DamagedFiles) {
  EXPECT_TRUE(contains(error_of("{"), "not valid JSON"));
  EXPECT_TRUE(contains(error_of(R"({"classes": 10})"), "\"classes\""));
  EXPECT_TRUE(contains(error_of(R"({"classes": [1, 2]})"), "\"classes\""));
  EXPECT_TRUE(contains(error_of(R"({"classes": ["cat", "a\u001b[2Jdog"]})"), R"("a\x1B[2Jdog")"));
  EXPECT_TRUE(contains(error_of(R"({"input": {"scale": "1/0"}})"), "\"scale\""));
  EXPECT_TRUE(contains(error_of(R"({"input": {"scale": "x"}})"), "\"scale\""));
  EXPECT_TRUE(contains(error_of(R"({"input": {"mean": ["a"]}})"), "\"mean\""));
}

}  // namespace
}  // namespace convlens::loaders
