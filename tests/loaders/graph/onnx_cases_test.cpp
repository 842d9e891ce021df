#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/temporary_folder.h"
#include "loaders/common/axis_order.h"
#include "loaders/onnx_files.h"

// ONNX's own single-operator models, each with an input and what it must answer. The table in
// onnx_cases.json says of every model of these operators what becomes of it: "editable", or a part
// of the sentence that tells why not; and of those that are read-only then, whether OpenCV computes
// what it must.
namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using testing::kOnnxTestData;

// The largest sums are of 147 products (7x7x3): 147 * 2^-24 of the largest value is below this.
constexpr float kTolerance = 1e-5f;

const std::set<std::string> kOperators{"Abs",
                                       "Acos",
                                       "Acosh",
                                       "Add",
                                       "Asin",
                                       "Asinh",
                                       "Atan",
                                       "Atanh",
                                       "AveragePool",
                                       "BatchNormalization",
                                       "Cast",
                                       "Ceil",
                                       "Celu",
                                       "Clip",
                                       "Concat",
                                       "Constant",
                                       "ConstantOfShape",
                                       "Conv",
                                       "ConvTranspose",
                                       "Cos",
                                       "Cosh",
                                       "DepthToSpace",
                                       "Div",
                                       "Dropout",
                                       "Elu",
                                       "Erf",
                                       "Exp",
                                       "Expand",
                                       "Flatten",
                                       "Floor",
                                       "Gather",
                                       "Gemm",
                                       "GlobalAveragePool",
                                       "GlobalMaxPool",
                                       "HardSigmoid",
                                       "HardSwish",
                                       "Identity",
                                       "InstanceNormalization",
                                       "LRN",
                                       "LayerNormalization",
                                       "LeakyRelu",
                                       "Log",
                                       "LogSoftmax",
                                       "MatMul",
                                       "Max",
                                       "MaxPool",
                                       "Mean",
                                       "Min",
                                       "Mul",
                                       "Neg",
                                       "PRelu",
                                       "Pad",
                                       "Pow",
                                       "Reciprocal",
                                       "ReduceL1",
                                       "ReduceL2",
                                       "ReduceLogSum",
                                       "ReduceLogSumExp",
                                       "ReduceMax",
                                       "ReduceMean",
                                       "ReduceMin",
                                       "ReduceProd",
                                       "ReduceSum",
                                       "ReduceSumSquare",
                                       "Relu",
                                       "Reshape",
                                       "Resize",
                                       "Round",
                                       "Selu",
                                       "Shape",
                                       "Shrink",
                                       "Sigmoid",
                                       "Sign",
                                       "Sin",
                                       "Sinh",
                                       "Slice",
                                       "Softmax",
                                       "Softplus",
                                       "Softsign",
                                       "SpaceToDepth",
                                       "Split",
                                       "Sqrt",
                                       "Squeeze",
                                       "Sub",
                                       "Sum",
                                       "Tan",
                                       "Tanh",
                                       "ThresholdedRelu",
                                       "Tile",
                                       "Transpose",
                                       "Unsqueeze",
                                       "Upsample"};

// Of which each input is a value that the network computes.
const std::set<std::string> kJoining{"Concat", "Sum", "Add", "Sub", "Mul",
                                     "Div",    "Pow", "Max", "Min", "Mean"};

struct Case {
  fs::path folder;
  onnx::ModelProto model;
};

// Every model of these operators alone, by "FOLDER/NAME".
std::map<std::string, Case> all_cases() {
  std::map<std::string, Case> cases;
  for (const char* part : {"node", "pytorch-converted", "pytorch-operator", "simple"}) {
    for (const auto& entry : fs::directory_iterator(kOnnxTestData / part)) {
      if (!fs::exists(entry.path() / "model.onnx")) continue;
      auto model = testing::read_message<onnx::ModelProto>(entry.path() / "model.onnx");
      const auto& nodes = model.graph().node();
      const bool belongs = std::all_of(nodes.begin(), nodes.end(), [](const auto& node) {
        return kOperators.count(node.op_type()) > 0;
      });
      if (!belongs) continue;
      const std::string name = std::string(part) + "/" + entry.path().filename().string();
      if (testing::contains(name, "_STRING_to_")) continue;  // an input of no numbers
      cases.emplace(name, Case{entry.path(), std::move(model)});
    }
  }
  return cases;
}

onnx::TensorProto proto_of(const Case& test, const char* what, int index) {
  const auto file = std::string(what) + "_" + std::to_string(index) + ".pb";
  return testing::read_message<onnx::TensorProto>(test.folder / "test_data_set_0" / file);
}

// The test's inputs as the network has them: weights, which these models take as inputs, become
// arrays of the file.
std::vector<Tensor> take_inputs(const Case& test, onnx::GraphProto& graph) {
  std::set<std::string> arrays;
  for (const auto& tensor : graph.initializer()) arrays.insert(tensor.name());
  std::vector<Tensor> inputs;
  int index = 0;
  for (const auto& input : std::vector(graph.input().begin(), graph.input().end())) {
    if (arrays.count(input.name()) > 0 || !input.type().has_tensor_type()) continue;
    onnx::TensorProto proto = proto_of(test, "input", index++);
    const bool joins = kJoining.count(graph.node(0).op_type()) > 0;
    if (inputs.empty() || (joins && proto.dims_size() == inputs[0].shape().rank())) {
      inputs.push_back(testing::tensor_of(proto));
      continue;
    }
    proto.set_name(input.name());
    *graph.add_initializer() = proto;
  }
  return inputs;
}

Tensor channels_last(const Tensor& tensor) {
  if (tensor.shape().rank() != 4) return tensor.clone();
  return *transposed(tensor, std::array{0, 2, 3, 1});
}

// A flattened picture in our order.
Tensor flat_last(const Tensor& flat, const Shape& picture) {
  Tensor planes = Tensor(picture, flat.values());
  return channels_last(planes).reshaped(flat.shape());
}

// Zeros where both are NaN, as the roots of what is negative are.
Tensor without_nan(const TensorView& values, const TensorView& others) {
  Tensor result(values.shape(), values.values());
  for (std::size_t i = 0; i < result.size(); ++i) {
    float& value = result.data()[i];
    if (std::isnan(value) && std::isnan(others.values()[i])) value = 0.0f;
  }
  return result;
}

// The answer in either order of axes: the file's, where the network has turned them itself.
bool matches(const TensorView& actual, const Tensor& expected, const Shape& input) {
  const auto close = [&actual](const Tensor& tensor) {
    return actual.shape() == tensor.shape() &&
           testing::scaled_difference(without_nan(actual, tensor), without_nan(tensor, actual)) <=
               kTolerance;
  };
  if (close(expected) || close(channels_last(expected))) return true;
  return input.rank() == 4 && expected.shape().rank() == 2 &&
         expected.size() == input.element_count() && close(flat_last(expected, input));
}

bool is_finite(const Tensor& tensor) {
  return std::all_of(tensor.values().begin(), tensor.values().end(),
                     [](float value) { return std::isfinite(value); });
}

struct Outcome {
  std::string text;  // "editable", or why not
  std::string
      read_only;  // what OpenCV makes of it: "right", "other values", "gives up"; or nothing
};

Outcome editable_outcome(const Case& test, const nn::Model& model,
                         const std::vector<Tensor>& given) {
  // Some of the package's inputs are memory that nobody had written to.
  if (!std::all_of(given.begin(), given.end(), is_finite)) return {"beyond float32", ""};
  std::vector<Tensor> inputs;
  for (const Tensor& input : given) {
    const bool is_last = model.inputs()[0].shape().rank() == 4 &&
                         test.model.graph().node(0).op_type() != "Transpose";
    inputs.push_back(is_last ? channels_last(input) : input.clone());
  }
  const std::vector<TensorView> views(inputs.begin(), inputs.end());
  const auto outputs = model.compute(views);
  if (!outputs) return {"fails: " + outputs.error().message, ""};
  const Tensor expected = testing::tensor_of(proto_of(test, "output", 0));
  const bool right = matches((*outputs)[0].view(), expected, given[0].shape());
  return {right ? "editable" : "other values", ""};
}

// OpenCV may drop axes of 1 and the batch; its values are compared one by one.
std::string read_only_outcome(const Case& test, const ReadOnlyNetwork& network,
                              const std::vector<Tensor>& given) {
  if (given.size() != 1) return "gives up";
  const auto values = network.activations(channels_last(given[0]));
  if (!values) {
    testing::expect_sentence(values.error().message);
    return "gives up";
  }
  const Tensor expected = channels_last(testing::tensor_of(proto_of(test, "output", 0)));
  if (values->empty() || values->back().size() != expected.size()) return "other values";
  const TensorView last(values->back().values(), expected.shape());
  return testing::scaled_difference(last, expected) <= kTolerance ? "right" : "other values";
}

Outcome outcome_of(const Case& test, const fs::path& file) {
  onnx::ModelProto model = test.model;
  const std::vector<Tensor> given = take_inputs(test, *model.mutable_graph());
  testing::write_model(file, model);
  const auto loaded = load_network(file);
  if (!loaded) {
    testing::expect_sentence(loaded.error().message, file.string());
    return {loaded.error().message, ""};
  }
  if (const auto* editable = std::get_if<LoadedModel>(&*loaded)) {
    return editable_outcome(test, editable->model, given);
  }
  const auto& network = std::get<ReadOnlyNetwork>(*loaded);
  return {network.reason.english(), read_only_outcome(test, network, given)};
}

// What is to become of each model, by its name.
std::map<std::string, Outcome> expected_outcomes() {
  std::ifstream file(fs::path(CONVLENS_TEST_DIR) / "loaders/graph/onnx_cases.json");
  std::map<std::string, Outcome> outcomes;
  const auto table = nlohmann::json::parse(file);
  for (const auto& [text, names] : table.at("outcomes").items()) {
    for (const auto& name : names) outcomes[name.get<std::string>()].text = text;
  }
  for (const auto& [read_only, names] : table.at("read-only").items()) {
    for (const auto& name : names) outcomes.at(name.get<std::string>()).read_only = read_only;
  }
  return outcomes;
}

// OpenCV knows no mask of a Dropout and hands out memory that nobody wrote: what stands there may
// or may not be a number, so that which of the two refusals it is depends on the machine's memory.
bool is_unwritten(const std::string& name, const std::string& read_only) {
  const bool has_mask = testing::contains(name, "dropout") && testing::contains(name, "mask");
  return has_mask && (read_only == "gives up" || read_only == "other values");
}

TEST(OnnxCases, AreWhatTheTableSays) {
  if (!fs::exists(kOnnxTestData)) GTEST_SKIP() << kOnnxTestData << " is not there";
  const TemporaryFolder folder;
  auto left = expected_outcomes();
  for (const auto& [name, test] : all_cases()) {
    SCOPED_TRACE(name);
    const Outcome outcome = outcome_of(test, folder / "case.onnx");
    const auto row = left.find(name);
    if (row == left.end()) {
      ADD_FAILURE() << "not in the table: " << outcome.text;
      continue;
    }
    EXPECT_TRUE(testing::contains(outcome.text, row->second.text))
        << outcome.text << ", expected " << row->second.text;
    if (!is_unwritten(name, outcome.read_only)) {
      EXPECT_EQ(outcome.read_only, row->second.read_only);
    }
    left.erase(row);
  }
  for (const auto& [name, outcome] : left) ADD_FAILURE() << name << " is not in the package";
}

}  // namespace
}  // namespace convlens::loaders
