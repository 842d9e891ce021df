#include "loaders/read_only_network.h"

#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "loaders/load_model.h"
#include "loaders/onnx_files.h"

// Networks with an operator that nn lacks. Here it is in a network whose other layers are known, so
// that OpenCV's values can be compared with ours.
namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using testing::contains;

class ReadOnly : public ::testing::Test {
 protected:
  // The network `residual`, an ArgMax in place of its last node.
  ReadOnly() {
    auto model = testing::read_message<onnx::ModelProto>(golden::path("onnx_cases/residual.onnx"));
    for (auto& node : *model.mutable_graph()->mutable_node()) {
      if (node.name() != "globalaveragepool9") continue;
      node.set_op_type("ArgMax");
      auto* axis = node.add_attribute();
      axis->set_name("axis");
      axis->set_type(onnx::AttributeProto::INT);
      axis->set_i(1);
      changed_ = true;
    }
    // OpenCV wants to be told the shape of what comes out.
    auto* shape = model.mutable_graph()
                      ->mutable_output(0)
                      ->mutable_type()
                      ->mutable_tensor_type()
                      ->mutable_shape();
    for (const int extent : {1, 1, 9, 7}) shape->add_dim()->set_dim_value(extent);
    testing::write_model(path_, model);
  }

  TemporaryFolder folder_;
  fs::path path_ = folder_ / "net.onnx";
  bool changed_ = false;
};

TEST_F(ReadOnly, LayersAndWeights) {
  ASSERT_TRUE(changed_);
  const auto loaded = load_network(path_);
  ASSERT_TRUE(loaded) << loaded.error().message;
  const auto* network = std::get_if<ReadOnlyNetwork>(&*loaded);
  ASSERT_NE(network, nullptr);
  EXPECT_EQ(network->format, "ONNX opset 13 (.onnx)");
  EXPECT_EQ(network->reason.english(),
            "the node \"globalaveragepool9\" is of the operator ArgMax, which is not supported");
  EXPECT_EQ(network->input_shape(), (nn::PartialShape{-1, 9, 7, 3}));
  ASSERT_FALSE(network->layers().empty());
  const ReadOnlyLayer& conv = network->layers().front();
  EXPECT_EQ(conv.name, "conv0");
  EXPECT_EQ(conv.type, "Convolution");
  EXPECT_EQ(conv.output, (nn::PartialShape{-1, 9, 7, 4}));
  ASSERT_EQ(conv.weights.size(), 2U);
  // The same kernel as where the network is ours.
  const auto ours = load_model(golden::path("onnx_cases/residual.onnx"));
  ASSERT_TRUE(ours);
  const auto weights = (*ours->model.layer("conv0"))->weights();
  EXPECT_EQ(testing::scaled_difference(*conv.weights[0].value, *weights[0].value), 0.0f);
  EXPECT_EQ(conv.parameter_count(), 3U * 3 * 3 * 4 + 4);
  EXPECT_GE(network->parameter_count(), conv.parameter_count());
}

TEST_F(ReadOnly, ActivationsOfEveryLayer) {
  const auto network = ReadOnlyNetwork::open(path_, {});
  ASSERT_TRUE(network) << network.error().message;
  const Tensor picture = golden::array("onnx_cases/residual.input.npy");
  const auto values = network->activations(picture);
  ASSERT_TRUE(values) << values.error().message;
  ASSERT_EQ(values->size(), network->layers().size());
  const auto ours = load_model(golden::path("onnx_cases/residual.onnx"));
  ASSERT_TRUE(ours);
  const auto expected = ours->model.activations(picture);
  ASSERT_TRUE(expected) << expected.error().message;
  int compared = 0;
  for (std::size_t i = 0; i < values->size(); ++i) {
    const std::string& name = network->layers()[i].name;
    if (name != "conv0" && name != "relu2" && name != "conv3") continue;
    const auto node = static_cast<std::size_t>(ours->model.layer(name)->node());
    EXPECT_LE(testing::scaled_difference((*values)[i], (*expected)[node].view()), 1e-5f) << name;
    ++compared;
  }
  EXPECT_EQ(compared, 3);
}

TEST_F(ReadOnly, AModelIsRefusedWithTheReason) {
  const auto loaded = load_model(path_);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(
      loaded.error().message,
      path_.string() +
          ": the node \"globalaveragepool9\" is of the operator ArgMax, which is not supported,"
          " so that the network can only be looked at (read-only)");
}

TEST_F(ReadOnly, FactsBesideItCount) {
  testing::write_bytes(folder_ / "net.json", testing::bytes_of(R"({"classes": ["a", "b"]})"));
  const auto loaded = load_network(path_);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(std::get<ReadOnlyNetwork>(*loaded).class_names, (std::vector<std::string>{"a", "b"}));
}

TEST_F(ReadOnly, PicturesThatDoNotFit) {
  const auto network = ReadOnlyNetwork::open(path_, {});
  ASSERT_TRUE(network);
  for (const Shape& shape : {Shape{1, 9, 7, 5}, Shape{3}, Shape{1, 1, 1, 3}}) {
    const auto values = network->activations(Tensor(shape));
    if (!values) testing::expect_sentence(values.error().message, path_.string());
  }
  fs::remove(path_);
  testing::expect_sentence(network->activations(Tensor(Shape{1, 9, 7, 3})).error().message,
                           path_.string());
}

}  // namespace
}  // namespace convlens::loaders
