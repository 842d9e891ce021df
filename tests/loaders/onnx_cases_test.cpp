#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "../core/temporary_folder.h"
#include "loaders/keras_layout.h"
#include "onnx_files.h"

// ONNX's own single-operator models, each with an input and what it must answer. The table in
// onnx_cases.json says of every model of these operators what becomes of it: "editable", or a part
// of the sentence that refuses it.
namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using testing::kOnnxTestData;

// The largest sums are of 147 products (7x7x3): 147 * 2^-24 of the largest value is below this.
constexpr float kTolerance = 1e-5f;

const std::set<std::string> kOperators{"AveragePool",
                                       "BatchNormalization",
                                       "Clip",
                                       "Concat",
                                       "Constant",
                                       "Conv",
                                       "ConvTranspose",
                                       "Dropout",
                                       "Elu",
                                       "Exp",
                                       "Flatten",
                                       "Gemm",
                                       "GlobalAveragePool",
                                       "GlobalMaxPool",
                                       "HardSigmoid",
                                       "HardSwish",
                                       "Identity",
                                       "LeakyRelu",
                                       "MatMul",
                                       "MaxPool",
                                       "PRelu",
                                       "Pad",
                                       "Relu",
                                       "Reshape",
                                       "Resize",
                                       "Selu",
                                       "Sigmoid",
                                       "Softmax",
                                       "Softplus",
                                       "Softsign",
                                       "Squeeze",
                                       "Sum",
                                       "Tanh",
                                       "ThresholdedRelu",
                                       "Transpose",
                                       "Unsqueeze",
                                       "Upsample",
                                       "Add",
                                       "Sub",
                                       "Mul",
                                       "Div"};

// Of which each input is a value that the network computes.
const std::set<std::string> kJoining{"Concat", "Sum", "Add", "Sub", "Mul", "Div"};

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

// The answer in either order of axes: the file's, where the network has turned them itself.
bool matches(const TensorView& actual, const Tensor& expected, const Shape& input) {
  const auto close = [&actual](const Tensor& tensor) {
    return actual.shape() == tensor.shape() &&
           testing::scaled_difference(actual, tensor) <= kTolerance;
  };
  if (close(expected) || close(channels_last(expected))) return true;
  return input.rank() == 4 && expected.shape().rank() == 2 &&
         expected.size() == input.element_count() && close(flat_last(expected, input));
}

// "editable", or the message without the file's and the node's names.
std::string outcome_of(const Case& test, const fs::path& file) {
  onnx::ModelProto model = test.model;
  const std::vector<Tensor> given = take_inputs(test, *model.mutable_graph());
  testing::write_model(file, model);
  const auto loaded = load_model(file);
  if (!loaded) {
    testing::expect_sentence(loaded.error().message, file.string());
    return loaded.error().message.substr(file.string().size() + 2);
  }
  // Some of the package's inputs are memory that nobody had written to.
  for (const Tensor& input : given) {
    const bool fits = std::all_of(input.values().begin(), input.values().end(),
                                  [](float value) { return std::isfinite(value); });
    if (!fits) return "beyond float32";
  }
  std::vector<Tensor> inputs;
  for (const Tensor& input : given) {
    const bool is_last = loaded->model.inputs()[0].shape().rank() == 4 &&
                         model.graph().node(0).op_type() != "Transpose";
    inputs.push_back(is_last ? channels_last(input) : input.clone());
  }
  const std::vector<TensorView> views(inputs.begin(), inputs.end());
  const auto outputs = loaded->model.compute(views);
  if (!outputs) return "fails: " + outputs.error().message;
  const Tensor expected = testing::tensor_of(proto_of(test, "output", 0));
  return matches((*outputs)[0].view(), expected, given[0].shape()) ? "editable" : "other values";
}

// What is to become of each model, by its name.
std::map<std::string, std::string> expected_outcomes() {
  std::ifstream file(fs::path(CONVLENS_TEST_DIR) / "loaders/onnx_cases.json");
  std::map<std::string, std::string> outcomes;
  const auto table = nlohmann::json::parse(file);
  for (const auto& [outcome, names] : table.items()) {
    for (const auto& name : names) outcomes[name.get<std::string>()] = outcome;
  }
  return outcomes;
}

TEST(OnnxCases, AreWhatTheTableSays) {
  if (!fs::exists(kOnnxTestData)) GTEST_SKIP() << kOnnxTestData << " is not there";
  const TemporaryFolder folder;
  auto left = expected_outcomes();
  for (const auto& [name, test] : all_cases()) {
    const std::string outcome = outcome_of(test, folder / "case.onnx");
    const auto row = left.find(name);
    if (row == left.end()) {
      ADD_FAILURE() << "not in the table: {\"" << name << "\", \"" << outcome << "\"},";
      continue;
    }
    EXPECT_TRUE(testing::contains(outcome, row->second))
        << name << ": " << outcome << ", expected " << row->second;
    left.erase(row);
  }
  for (const auto& [name, outcome] : left) ADD_FAILURE() << name << " is not in the package";
}

}  // namespace
}  // namespace convlens::loaders
