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
#include "loaders/with_engine.h"

// ONNX's own single-operator models, each with an input and what it must answer. The table in
// onnx_cases.json says of every model what becomes of it: "own" where layers of nn compute what
// they must, "engine" where the engine does, or a part of the sentence that tells why neither can.
namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;
using testing::kOnnxTestData;

// The largest sums are of 147 products (7x7x3): 147 * 2^-24 of the largest value is below this.
constexpr float kTolerance = 1e-5f;

// Of which each input is a value that the network computes.
const std::set<std::string> kJoining{"Concat", "Sum", "Add", "Sub", "Mul",
                                     "Div",    "Pow", "Max", "Min", "Mean"};

struct Case {
  fs::path folder;
  onnx::ModelProto model;
};

bool has_numbers(const onnx::ValueInfoProto& value) {
  return value.type().has_tensor_type() &&
         value.type().tensor_type().elem_type() != onnx::TensorProto::STRING;
}

// Losses and what follows them in a training, which no network that is used has.
bool is_of_training(const onnx::GraphProto& graph) {
  return std::any_of(graph.node().begin(), graph.node().end(), [](const onnx::NodeProto& node) {
    return testing::contains(node.op_type(), "Loss") || !node.domain().empty();
  });
}

// Every model whose inputs and outputs are arrays of numbers, by "FOLDER/NAME".
std::map<std::string, Case> all_cases() {
  std::map<std::string, Case> cases;
  for (const char* part : {"node", "pytorch-converted", "pytorch-operator", "simple"}) {
    for (const auto& entry : fs::directory_iterator(kOnnxTestData / part)) {
      if (!fs::exists(entry.path() / "model.onnx")) continue;
      auto model = testing::read_message<onnx::ModelProto>(entry.path() / "model.onnx");
      const auto& inputs = model.graph().input();
      const auto& outputs = model.graph().output();
      if (!std::all_of(inputs.begin(), inputs.end(), has_numbers) ||
          !std::all_of(outputs.begin(), outputs.end(), has_numbers) ||
          is_of_training(model.graph())) {
        continue;
      }
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
// arrays of the file. One of more axes than a Tensor has stays empty: its network says so.
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
      auto values = float_values(proto);
      inputs.push_back(values ? *std::move(values) : Tensor());
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

std::string computed_outcome(const Case& test, const LoadedModel& loaded,
                             const std::vector<Tensor>& given) {
  // Some of the package's inputs are memory that nobody had written to.
  if (!std::all_of(given.begin(), given.end(), is_finite)) return "beyond float32";
  const nn::Model& model = loaded.model;
  std::vector<Tensor> inputs;
  for (const Tensor& input : given) {
    const bool is_last = model.inputs()[0].shape().rank() == 4 &&
                         test.model.graph().node(0).op_type() != "Transpose";
    inputs.push_back(is_last ? channels_last(input) : input.clone());
  }
  const std::vector<TensorView> views(inputs.begin(), inputs.end());
  const auto outputs = model.compute(views);
  if (!outputs) return "fails: " + outputs.error().message;
  for (int i = 0; i < static_cast<int>(outputs->size()); ++i) {
    const Tensor expected = testing::tensor_of(proto_of(test, "output", i));
    if (!matches((*outputs)[static_cast<std::size_t>(i)].view(), expected, given[0].shape())) {
      return "other values";
    }
  }
  return testing::has_foreign_layers(loaded) ? "engine" : "own";
}

std::string outcome_of(const Case& test, const fs::path& file) {
  onnx::ModelProto model = test.model;
  const std::vector<Tensor> given = take_inputs(test, *model.mutable_graph());
  testing::write_model(file, model);
  const auto loaded = load_model(file);
  if (!loaded) {
    testing::expect_sentence(loaded.error().message, file.string());
    return loaded.error().message;
  }
  return loaded->end.empty() ? computed_outcome(test, *loaded, given) : loaded->end.english();
}

// What is to become of each model, by its name.
std::map<std::string, std::string> expected_outcomes() {
  std::ifstream file(fs::path(CONVLENS_TEST_DIR) / "loaders/graph/onnx_cases.json");
  std::map<std::string, std::string> outcomes;
  const auto table = nlohmann::json::parse(file);
  for (const auto& [text, names] : table.items()) {
    for (const auto& name : names) outcomes[name.get<std::string>()] = text;
  }
  return outcomes;
}

// So many tests of a part of the models each.
constexpr int kParts = 8;

class OnnxCases : public ::testing::TestWithParam<int> {};

TEST_P(OnnxCases, AreWhatTheTableSays) {
  if (!fs::exists(kOnnxTestData)) GTEST_SKIP() << kOnnxTestData << " is not there";
  if (!testing::has_engine()) GTEST_SKIP() << "this build has no engine, which the table tells of";
  const TemporaryFolder folder;
  const auto expected = expected_outcomes();
  const auto cases = all_cases();
  int place = 0;
  for (const auto& [name, test] : cases) {
    if (place++ % kParts != GetParam()) continue;
    SCOPED_TRACE(name);
    const std::string outcome = outcome_of(test, folder / "case.onnx");
    const auto row = expected.find(name);
    if (row == expected.end()) {
      ADD_FAILURE() << "not in the table: " << outcome;
    } else {
      EXPECT_TRUE(testing::contains(outcome, row->second))
          << outcome << ", expected " << row->second;
    }
  }
  for (const auto& [name, outcome] : expected) {
    if (cases.count(name) == 0) ADD_FAILURE() << name << " is not in the package";
  }
}

INSTANTIATE_TEST_SUITE_P(Parts, OnnxCases, ::testing::Range(0, kParts));

}  // namespace
}  // namespace convlens::loaders
