#include <set>

#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "loaders/load_model.h"
#include "loaders/onnx_files.h"
#include "loaders/with_engine.h"

// Whole networks, small ones with the answers of onnxruntime, and what becomes of their parts.
namespace convlens::loaders {
namespace {

using testing::contains;

constexpr float kTolerance = 1e-5f;

LoadedModel load_case(const std::string& name) {
  auto loaded = load_model(golden::path("onnx_cases/" + name + ".onnx"));
  if (!loaded) throw std::runtime_error(loaded.error().message);
  return *std::move(loaded);
}

void expect_answers_of_onnxruntime(const nlohmann::json& fact) {
  const auto name = fact.at("name").get<std::string>();
  SCOPED_TRACE(name);
  const auto loaded = load_model(golden::path("onnx_cases/" + name + ".onnx"));
  ASSERT_TRUE(loaded) << loaded.error().message;
  const nn::PartialShape& taken = loaded->model.inputs()[0].shape();
  EXPECT_EQ(!taken.is_known(1) && !taken.is_known(2), fact.at("any_size").get<bool>());
  EXPECT_TRUE(loaded->end.empty()) << loaded->end.english();
  EXPECT_EQ(testing::has_foreign_layers(*loaded), fact.at("foreign").get<bool>());
  const Tensor input = golden::array("onnx_cases/" + name + ".input.npy");
  const TensorView view = input;
  const auto outputs = loaded->model.compute({&view, 1});
  ASSERT_TRUE(outputs) << outputs.error().message;
  ASSERT_EQ(outputs->size(), fact.at("outputs").get<std::size_t>());
  for (std::size_t i = 0; i < outputs->size(); ++i) {
    const std::string number = i > 0 ? std::to_string(i) : "";
    const Tensor expected = golden::array("onnx_cases/" + name + ".expected" + number + ".npy");
    EXPECT_LE(testing::scaled_difference((*outputs)[i].view(), expected),
              fact.at("tolerance").get<float>())
        << i;
  }
}

void expect_answers_where(bool foreign) {
  const auto cases = golden::json("onnx_cases/cases.json");
  EXPECT_GE(cases.size(), 54U);
  for (const auto& fact : cases) {
    if (fact.at("foreign").get<bool>() == foreign) expect_answers_of_onnxruntime(fact);
  }
}

TEST(OnnxModel, AnswersOfOnnxruntime) { expect_answers_where(false); }

class ForeignOnnx : public testing::WithEngine {};

TEST_F(ForeignOnnx, AnswersOfOnnxruntime) { expect_answers_where(true); }

TEST(OnnxModel, NamesAreKeptAndMadeUnique) {
  const LoadedModel loaded = load_case("same_names");
  std::vector<std::string> names;
  for (const nn::ModelLayer& layer : loaded.model.layers()) names.push_back(layer->name());
  EXPECT_EQ(names, (std::vector<std::string>{"picture", "step", "step_2", "Sigmoid_value2",
                                             "Elu_value3"}));
}

TEST(OnnxModel, SaysWhatItIs) {
  const LoadedModel loaded = load_case("residual");
  EXPECT_EQ(loaded.format, "ONNX opset 13 (.onnx)");
  EXPECT_EQ(loaded.model.name(), "residual");
  // Pictures of other sizes can be given, but the file's own is what they are made.
  ASSERT_TRUE(loaded.preparation.has_value());
  EXPECT_EQ(loaded.preparation->resize, (nn::HeightWidth{9, 7}));
  ASSERT_EQ(loaded.notes.size(), 1U);
  EXPECT_TRUE(contains(loaded.notes[0].english(), "declares pictures of 9 by 7"));
}

// Pads that are SAME's are told so; others are the layer's own; channels of their own are
// depthwise.
TEST(OnnxModel, LayersAreWhatKerasWouldCallThem) {
  const LoadedModel loaded = load_case("conv_groups");
  std::vector<std::string> types;
  for (const nn::ModelLayer& layer : loaded.model.layers()) types.emplace_back(layer->type());
  EXPECT_EQ(types, (std::vector<std::string>{"InputLayer", "Conv2D", "DepthwiseConv2D",
                                             "DepthwiseConv2D"}));
  EXPECT_EQ(loaded.model.layer(1)->weights()[0].value->shape(), (Shape{3, 3, 2, 6}));
  EXPECT_EQ(loaded.model.layer(2)->weights()[0].value->shape(), (Shape{3, 3, 6, 2}));
}

TEST(OnnxModel, FactsBesideItCount) {
  const TemporaryFolder folder;
  const auto original = golden::path("onnx_cases/residual.onnx");
  testing::write_bytes(folder / "net.onnx", testing::read_bytes(original));
  testing::write_bytes(
      folder / "net.json",
      testing::bytes_of(R"({"classes": ["cat", "dog"], "input": {"scale": "1/128", "mean": 1}})"));
  const auto loaded = load_model(folder / "net.onnx");
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->class_names, (std::vector<std::string>{"cat", "dog"}));
  ASSERT_TRUE(loaded->preparation.has_value());
  EXPECT_EQ(loaded->preparation->resize, (nn::HeightWidth{9, 7}));
  EXPECT_EQ(loaded->preparation->mean, std::vector<float>{1});
}

// ---- Files that are not what they should be

class OddOnnx : public ::testing::Test {
 protected:
  // The message for the network `residual` changed by `change`, without the file's name, or that
  // which says where it ends.
  template <typename Change>
  std::string message_after(const Change& change) const {
    auto model = testing::read_message<onnx::ModelProto>(golden::path("onnx_cases/residual.onnx"));
    change(*model.mutable_graph());
    testing::write_model(path_, model);
    const auto loaded = load_model(path_);
    EXPECT_TRUE(!loaded || !loaded->end.empty());
    if (loaded) return loaded->end.english();
    testing::expect_sentence(loaded.error().message, path_.string());
    return loaded.error().message.substr(path_.string().size() + 2);
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "odd.onnx";
};

TEST_F(OddOnnx, OperatorsAreNamed) {
  EXPECT_TRUE(contains(message_after([](onnx::GraphProto& graph) {
                         graph.mutable_node(1)->set_op_type("Strange");
                         graph.mutable_node(1)->set_name("norm1");
                       }),
                       "the node \"norm1\" is of the operator Strange, which is not supported"));
  EXPECT_TRUE(contains(message_after([](onnx::GraphProto& graph) {
                         graph.mutable_node(0)->set_domain("com.example");
                       }),
                       "com.example.Conv, which is not supported"));
}

TEST_F(OddOnnx, ShapesThatAreNot) {
  const auto with_dims = [this](const std::vector<std::int64_t>& dims) {
    return message_after([&dims](onnx::GraphProto& graph) {
      graph.mutable_initializer(0)->clear_dims();
      for (const std::int64_t extent : dims) graph.mutable_initializer(0)->add_dims(extent);
    });
  };
  EXPECT_TRUE(contains(with_dims({1LL << 40, 1LL << 40, 3, 3}), "more elements than memory"));
  EXPECT_TRUE(contains(with_dims({1LL << 40}), "values, found"));
  EXPECT_TRUE(contains(with_dims({-4, 3, 3, 3}), "negative extent"));
  EXPECT_TRUE(contains(with_dims({4, 3, 3, 3, 1, 1, 1}), "7 axes"));
  EXPECT_TRUE(contains(with_dims({108}), "its kernel should have 4 axes"));
  EXPECT_TRUE(contains(with_dims({3, 4, 3, 3}), "the bias must be of shape (3,)"));
  EXPECT_TRUE(contains(with_dims({4, 9, 3, 1}), "kernel_shape"));
}

TEST_F(OddOnnx, InputsThatAreNot) {
  const auto with_input = [this](const std::vector<std::int64_t>& dims) {
    return message_after([&dims](onnx::GraphProto& graph) {
      auto* type = graph.mutable_input(0)->mutable_type()->mutable_tensor_type();
      type->mutable_shape()->clear_dim();
      for (const std::int64_t extent : dims) {
        type->mutable_shape()->add_dim()->set_dim_value(extent);
      }
    });
  };
  EXPECT_TRUE(contains(with_input({}), "does not tell its shape"));
  EXPECT_TRUE(contains(with_input({1, 3}), "should have 4 axes"));
  EXPECT_TRUE(contains(with_input({1, 5, 9, 7}), "(batch, height, width, 3)"));
  EXPECT_TRUE(contains(with_input({1, 1, 1, 1, 1, 1, 1, 1}), "8 axes"));
  EXPECT_TRUE(
      contains(message_after([](onnx::GraphProto& graph) {
                 graph.mutable_input(0)->mutable_type()->mutable_tensor_type()->set_elem_type(
                     onnx::TensorProto::UINT8);
               }),
               "holds whole numbers"));
}

TEST_F(OddOnnx, CyclesAndMissingValues) {
  EXPECT_TRUE(contains(message_after([](onnx::GraphProto& graph) {
                         const std::string last = graph.node(graph.node_size() - 1).output(0);
                         graph.mutable_node(0)->set_input(0, last);
                       }),
                       "which nothing before it computes"));
  EXPECT_TRUE(contains(message_after([](onnx::GraphProto& graph) {
                         graph.mutable_initializer()->DeleteSubrange(0, 1);
                       }),
                       "which nothing before it computes"));
  EXPECT_TRUE(contains(message_after([](onnx::GraphProto& graph) {
                         graph.mutable_output(0)->set_name("elsewhere");
                       }),
                       "nothing in the model computes its output \"elsewhere\""));
  EXPECT_TRUE(contains(message_after([](onnx::GraphProto& graph) { graph.clear_node(); }),
                       "no graph of nodes"));
}

TEST_F(OddOnnx, SettingsOutOfRange) {
  const auto with_setting = [this](const char* name, const std::vector<std::int64_t>& values) {
    return message_after([&](onnx::GraphProto& graph) {
      onnx::AttributeProto* setting = nullptr;
      for (auto& attribute : *graph.mutable_node(0)->mutable_attribute()) {
        if (attribute.name() == name) setting = &attribute;
      }
      if (setting == nullptr) setting = graph.mutable_node(0)->add_attribute();
      setting->set_name(name);
      setting->set_type(onnx::AttributeProto::INTS);
      setting->clear_ints();
      for (const std::int64_t value : values) setting->add_ints(value);
    });
  };
  EXPECT_TRUE(contains(with_setting("strides", {0, 1}), "the strides must be from 1"));
  EXPECT_TRUE(contains(with_setting("strides", {1LL << 62, 1}), "the strides must be from 1"));
  EXPECT_TRUE(contains(with_setting("dilations", {1, -3}), "the dilation must be from 1"));
  EXPECT_TRUE(contains(with_setting("pads", {-1, 0, 0, 0}), "the padding must be from 0"));
  EXPECT_TRUE(contains(with_setting("pads", {1, 2}), "pads should be 4 numbers"));
  EXPECT_TRUE(contains(with_setting("dilations", {100, 100}), "leaves no output"));
}

TEST_F(OddOnnx, DamagedFiles) {
  const auto message = [this](const std::string& text) {
    testing::write_bytes(path_, testing::bytes_of(text));
    const auto loaded = load_model(path_);
    EXPECT_FALSE(loaded);
    return loaded ? std::string() : loaded.error().message;
  };
  EXPECT_TRUE(contains(message(""), "the file is empty"));
  EXPECT_TRUE(contains(message("class Model:\n"), "damaged, or no ONNX model"));
  EXPECT_TRUE(contains(load_model(folder_ / "none.onnx").error().message, "none.onnx"));
}

}  // namespace
}  // namespace convlens::loaders
