#include "core/temporary_folder.h"
#include "golden/golden.h"
#include "loaders/load_model.h"
#include "loaders/onnx_files.h"

// What an ONNX file consists of beside its nodes: arrays in other files, functions of its own, the
// order of its nodes.
namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using testing::contains;

onnx::ModelProto golden_model(const std::string& name) {
  return testing::read_message<onnx::ModelProto>(golden::path("onnx_cases/" + name + ".onnx"));
}

class OnnxFile : public ::testing::Test {
 protected:
  // The message for this model, without the file's name.
  std::string message(const onnx::ModelProto& model) const {
    testing::write_model(path_, model);
    const auto loaded = load_model(path_);
    EXPECT_FALSE(loaded);
    if (loaded) return {};
    testing::expect_sentence(loaded.error().message, path_.string());
    return loaded.error().message.substr(path_.string().size() + 2);
  }

  std::vector<std::string> notes(const onnx::ModelProto& model) const {
    testing::write_model(path_, model);
    const auto loaded = load_model(path_);
    EXPECT_TRUE(loaded) << loaded.error().message;
    std::vector<std::string> said;
    if (loaded) {
      for (const Phrase& note : loaded->notes) said.push_back(note.english());
    }
    return said;
  }

  TemporaryFolder folder_;
  fs::path path_ = folder_ / "net.onnx";
};

// ---- Arrays in other files

void set_entry(onnx::TensorProto& tensor, const std::string& key, const std::string& value) {
  for (auto& entry : *tensor.mutable_external_data()) {
    if (entry.key() == key) entry.set_value(value);
  }
}

class ExternalData : public OnnxFile {
 protected:
  ExternalData() {
    fs::copy_file(golden::path("onnx_cases/external.data"), folder_ / "external.data");
  }

  // The message where the first array has another entry, "location" or "offset".
  std::string message_with(const std::string& key, const std::string& value) const {
    onnx::ModelProto model = golden_model("external");
    set_entry(*model.mutable_graph()->mutable_initializer(0), key, value);
    return message(model);
  }
};

TEST_F(ExternalData, OnlyWithinTheFolder) {
  testing::write_bytes(folder_ / "outside.data", {});
  for (const char* location : {"../outside.data", "/etc/passwd", "", "a/../../outside.data"}) {
    EXPECT_TRUE(contains(message_with("location", location), "is not in the model's folder"))
        << location;
  }
  EXPECT_TRUE(contains(message_with("location", "none.data"), "which is not there"));
  fs::create_directory(folder_ / "sub");
  EXPECT_TRUE(contains(message_with("location", "sub"), "which is no file"));
  fs::create_symlink("/etc/passwd", folder_ / "link.data");
  EXPECT_TRUE(contains(message_with("location", "link.data"), "is not in the model's folder"));
}

TEST_F(ExternalData, OnlyWithinTheFile) {
  for (const char* offset : {"100000", "18446744073709551615"}) {
    EXPECT_TRUE(contains(message_with("offset", offset), "beyond the end of the file")) << offset;
  }
  EXPECT_TRUE(contains(message_with("offset", "-1"), "expected a number"));
  EXPECT_TRUE(contains(message_with("length", "8"), "values, found 2"));
}

// A store of models keeps files under other names and links to them.
TEST_F(ExternalData, BesideWhatALinkLeadsTo) {
  fs::create_directory(folder_ / "store");
  fs::create_directory(folder_ / "links");
  for (const char* file : {"external.onnx", "external.data"}) {
    fs::copy_file(golden::path(std::string("onnx_cases/") + file), folder_ / "store" / file);
    fs::create_symlink(folder_ / "store" / file, folder_ / "links" / file);
  }
  const auto loaded = load_model(folder_ / "links" / "external.onnx");
  EXPECT_TRUE(loaded) << loaded.error().message;
}

// The bytes beside the file count for what its reader may hand back.
TEST_F(ExternalData, LargerThanTheFile) {
  onnx::ModelProto model = golden_model("external");
  testing::write_model(path_, model);
  LoadOptions options;
  options.limits.reply_bytes = 1;
  ASSERT_LT(16 * fs::file_size(path_), std::size_t{1} << 16);
  onnx::TensorProto& kernel = *model.mutable_graph()->mutable_initializer(0);
  constexpr int kFilters = 1000;
  kernel.set_dims(0, kFilters);
  set_entry(kernel, "location", "large.data");
  set_entry(kernel, "offset", "0");
  const std::size_t bytes = std::size_t{kFilters} * 2 * 3 * 3 * sizeof(float);
  set_entry(kernel, "length", std::to_string(bytes));
  testing::write_bytes(folder_ / "large.data", std::vector<std::byte>(bytes));
  // One convolution without a bias, which has another number of values.
  model.mutable_graph()->mutable_node()->DeleteSubrange(1, 1);
  onnx::NodeProto& conv = *model.mutable_graph()->mutable_node(0);
  conv.mutable_input()->RemoveLast();
  model.mutable_graph()->mutable_output(0)->set_name(conv.output(0));
  testing::write_model(path_, model);
  const auto loaded = load_model(path_, options);
  ASSERT_TRUE(loaded) << loaded.error().message;
  EXPECT_EQ(loaded->model.parameter_count(), kFilters * 18U);
}

// ---- Nodes

TEST_F(OnnxFile, NodesBearTheNamesOfTheirCalls) {
  const auto loaded = load_model(golden::path("onnx_cases/local_functions.onnx"));
  ASSERT_TRUE(loaded) << loaded.error().message;
  std::vector<std::string> names;
  for (const nn::ModelLayer& layer : loaded->model.layers()) names.push_back(layer->name());
  EXPECT_EQ(names, (std::vector<std::string>{"picture", "selu0/call/LeakyRelu", "selu0/Mul",
                                             "selu1/call/LeakyRelu", "selu1/Mul", "relu2"}));
}

TEST_F(OnnxFile, FunctionsThatCallThemselves) {
  onnx::ModelProto model = golden_model("local_functions");
  onnx::NodeProto& inner = *model.mutable_functions(0)->mutable_node(0);
  inner.set_op_type("Outer");
  inner.set_domain("local");
  EXPECT_TRUE(contains(message(model), "calls itself, or others too deep"));
  model = golden_model("local_functions");
  model.mutable_functions(0)->mutable_opset_import(0)->set_version(7);
  EXPECT_TRUE(contains(message(model), "is of version 7 of the operators, the model of 18"));
  model = golden_model("local_functions");
  model.mutable_graph()->mutable_node(0)->add_input("picture");
  EXPECT_TRUE(contains(message(model), "the node \"selu0\" does not fit the function \"Outer\""));
}

TEST_F(OnnxFile, CirclesAreNamed) {
  onnx::ModelProto model = golden_model("residual");
  model.mutable_graph()->mutable_node(3)->set_input(0, model.graph().node(4).output(0));
  EXPECT_TRUE(contains(message(model), "it hangs on the node's own value"));
  EXPECT_TRUE(contains(message(model), "the node \"" + model.graph().node(3).name() + "\"") ||
              contains(message(model), "the node \"" + model.graph().node(4).name() + "\""));
}

TEST_F(OnnxFile, AValueOfTwoNodes) {
  onnx::ModelProto model = golden_model("residual");
  model.mutable_graph()->mutable_node(1)->set_output(0, model.graph().node(0).output(0));
  EXPECT_TRUE(contains(message(model), "which another node computes"));
}

// A number that hangs on the batch's is not the batch's: twice as many pictures are no batch of
// pictures of twice the channels.
TEST_F(OnnxFile, NumbersThatHangOnTheBatch) {
  onnx::ModelProto model = golden_model("view");
  onnx::GraphProto& graph = *model.mutable_graph();
  onnx::TensorProto& factor = *graph.add_initializer();
  factor.set_name("factor");
  factor.set_data_type(onnx::TensorProto::INT64);
  factor.add_int64_data(1);
  onnx::NodeProto& product = *graph.add_node();
  product.set_op_type("Mul");
  product.set_name("times");
  product.add_input("value2");  // the batch's, as a number
  product.add_input("factor");
  product.add_output("product");
  graph.mutable_node(3)->set_input(0, "product");
  testing::write_model(path_, model);
  const auto loaded = load_model(path_);
  EXPECT_TRUE(loaded) << loaded.error().message;
  factor.set_int64_data(0, 2);
  testing::write_model(path_, model);
  const auto doubled = load_model(path_);
  ASSERT_FALSE(doubled);
  EXPECT_TRUE(
      contains(doubled.error().message, "the node \"times\" (Mul): its values hang on the size"));
}

// ---- What is said

TEST_F(OnnxFile, OtherWidthsAndVersionsAreSaid) {
  const auto has_note = [this](const onnx::ModelProto& model, const std::string& part) {
    const auto all = notes(model);
    return std::any_of(all.begin(), all.end(),
                       [&part](const std::string& note) { return contains(note, part); });
  };
  onnx::ModelProto model = golden_model("same_names");
  EXPECT_FALSE(has_note(model, "computes with"));
  EXPECT_FALSE(has_note(model, "is the newest known"));
  auto* type = model.mutable_graph()->mutable_input(0)->mutable_type()->mutable_tensor_type();
  type->set_elem_type(onnx::TensorProto::FLOAT16);
  EXPECT_TRUE(has_note(model, "computes with 16 bits"));
  type->set_elem_type(onnx::TensorProto::DOUBLE);
  EXPECT_TRUE(has_note(model, "computes with 64 bits"));
  model.mutable_opset_import(0)->set_version(24);
  EXPECT_TRUE(has_note(model, "version 24 of the operators, of which 23 is the newest known"));
  EXPECT_TRUE(has_note(model, "has changed since is computed as before")) << "to its end";
}

}  // namespace
}  // namespace convlens::loaders
