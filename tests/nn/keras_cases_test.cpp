// Small random models of every layer and option, against what Keras computes.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include "golden/golden.h"
#include "nn/graph/graph_reader.h"
#include "nn/graph/model.h"

namespace convlens::nn {
namespace {

struct Case {
  std::string name;
  std::vector<Tensor> inputs;
  std::vector<Tensor> expected;

  std::vector<TensorView> input_views() const { return {inputs.begin(), inputs.end()}; }
};

std::vector<Tensor> arrays(const std::string& name, const std::string& kind, int count) {
  std::vector<Tensor> result;
  for (int i = 0; i < count; ++i) {
    const std::string number = i > 0 ? std::to_string(i) : "";
    result.push_back(golden::array("keras_cases/" + name + "." + kind + number + ".npy"));
  }
  return result;
}

// A row of cases.json.
struct CaseRow {
  std::string name;
  int inputs = 0;
  int outputs = 0;

  friend std::ostream& operator<<(std::ostream& out, const CaseRow& row) { return out << row.name; }
};

std::vector<CaseRow> described_cases() {
  std::vector<CaseRow> rows;
  for (const auto& row : golden::json("keras_cases/cases.json")) {
    if (row["graph"]) rows.push_back({row["name"], row["inputs"], row["outputs"]});
  }
  return rows;
}

// The model with every weight made positive, and means negative so that they add too: at positive
// inputs its sums are sums of absolute values.
Model absolute(const Model& model) {
  Model result = model;
  for (const ModelLayer& layer : model.layers()) {
    std::vector<std::shared_ptr<const Tensor>> values;
    for (const Weight& weight : layer->weights()) {
      Tensor value = weight.value->clone();
      const bool is_mean = weight.name == "moving_mean";
      for (float& v : value.values()) v = is_mean ? -std::fabs(v) : std::fabs(v);
      values.push_back(std::make_shared<const Tensor>(std::move(value)));
    }
    if (values.empty()) continue;
    result = *result.with_layer(layer.index(), *layer->with_weights(std::move(values)));
  }
  return result;
}

double largest(const TensorView& values) {
  double result = 0.0;
  for (const float value : values.values()) {
    result = std::max(result, static_cast<double>(std::fabs(value)));
  }
  return result;
}

// Two single-precision results of sums of at most n products in any order differ by no more than
// 2 gamma_n times the sum of the products' absolute values (Higham, Accuracy and Stability, section
// 3.1). Along a network the operations of all layers add up: n counts a kernel's values for each of
// its outputs and the pixels that a pooling may add, and 8 for the function, the bias and the
// roundings of a layer. Activations of slope 1 or less pass errors on at most undiminished; exp, at
// a value of at most 8, makes at most 8 times the relative error, which the 8 count.
double tolerance(const Model& model, const Case& c) {
  std::int64_t n = 0;
  for (const ModelLayer& layer : model.layers()) {
    n += 8;
    for (const Weight& weight : layer->weights()) {
      const Shape& shape = weight.value->shape();
      if (shape.rank() > 1)
        n += static_cast<std::int64_t>(weight.value->size()) /
             std::min(shape[shape.rank() - 1], shape[shape.rank() - 2]);
    }
    if (layer->type().find("AveragePooling") != std::string_view::npos) {
      n += layer.inputs()[0].shape()[1] * layer.inputs()[0].shape()[2];
    }
  }
  std::vector<Tensor> inputs;
  for (const Tensor& input : c.inputs) {
    inputs.push_back(input.clone());
    for (float& value : inputs.back().values()) value = std::fabs(value);
  }
  double magnitude = 1.0;
  const auto activations =
      absolute(model).activations(std::vector<TensorView>(inputs.begin(), inputs.end()));
  if (!activations) throw std::runtime_error(activations.error().message);
  for (const SharedTensor& value : *activations) magnitude = std::max(magnitude, largest(value));
  const double nu = static_cast<double>(n) * std::ldexp(1.0, -24);
  return 2.0 * nu / (1.0 - nu) * magnitude;
}

class KerasCases : public testing::TestWithParam<CaseRow> {
 protected:
  const Case case_{GetParam().name, arrays(GetParam().name, "input", GetParam().inputs),
                   arrays(GetParam().name, "expected", GetParam().outputs)};
  const Model model_ = tests::read_graph(case_.name);
};

TEST_P(KerasCases, SameOutputs) {
  const double allowed = tolerance(model_, case_);
  // No bound may be so wide that a wrong weight or a wrong pixel could hide under it.
  double scale = 0.0;
  for (const Tensor& expected : case_.expected) scale = std::max(scale, largest(expected));
  EXPECT_LT(allowed, 1e-2 * scale);
  for (const conv::Engine engine : {conv::Engine::kAuto, conv::Engine::kReference}) {
    const auto found = model_.compute(case_.input_views(), {.engine = engine});
    ASSERT_TRUE(found) << found.error().message;
    ASSERT_EQ(found->size(), case_.expected.size());
    for (std::size_t output = 0; output < found->size(); ++output) {
      const Tensor& expected = case_.expected[output];
      ASSERT_EQ((*found)[output].shape(), expected.shape());
      for (std::size_t i = 0; i < expected.size(); ++i) {
        ASSERT_NEAR((*found)[output].values()[i], expected.values()[i], allowed) << "value " << i;
      }
    }
  }
}

TEST_P(KerasCases, SameLayersAndParameters) {
  const auto graph = golden::json("keras_cases/" + case_.name + ".json");
  std::vector<std::string> names;
  for (const SummaryRow& row : model_.summary()) {
    if (row.number) names.push_back(row.name);
  }
  EXPECT_EQ(names, graph["layer_names"].get<std::vector<std::string>>());
  EXPECT_EQ(model_.parameter_count(), graph["parameters"].get<std::size_t>());
}

INSTANTIATE_TEST_SUITE_P(Every, KerasCases, testing::ValuesIn(described_cases()),
                         [](const testing::TestParamInfo<CaseRow>& row) { return row.param.name; });

}  // namespace
}  // namespace convlens::nn
