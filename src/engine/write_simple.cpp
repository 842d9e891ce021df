#include <algorithm>
#include <array>
#include <string_view>

#include "engine/graph_writer.h"
#include "engine/network.h"

// Operators that compute value by value, and those that ONNX has under the same settings.
namespace convlens::engine {
namespace {

struct NamePair {
  std::string_view openvino;
  const char* onnx;
};
constexpr std::array kAlike{NamePair{"Relu", "Relu"},         NamePair{"Sigmoid", "Sigmoid"},
                            NamePair{"Tanh", "Tanh"},         NamePair{"Exp", "Exp"},
                            NamePair{"Log", "Log"},           NamePair{"Sqrt", "Sqrt"},
                            NamePair{"Abs", "Abs"},           NamePair{"Negative", "Neg"},
                            NamePair{"Floor", "Floor"},       NamePair{"Ceiling", "Ceil"},
                            NamePair{"Erf", "Erf"},           NamePair{"Sin", "Sin"},
                            NamePair{"Cos", "Cos"},           NamePair{"Sign", "Sign"},
                            NamePair{"HSwish", "HardSwish"},  NamePair{"SoftPlus", "Softplus"},
                            NamePair{"SoftSign", "Softsign"}, NamePair{"Mish", "Mish"},
                            NamePair{"Add", "Add"},           NamePair{"Subtract", "Sub"},
                            NamePair{"Multiply", "Mul"},      NamePair{"Divide", "Div"},
                            NamePair{"Maximum", "Max"},       NamePair{"Minimum", "Min"},
                            NamePair{"Power", "Pow"},         NamePair{"PRelu", "PRelu"},
                            NamePair{"Identity", "Identity"}};

// x * sigmoid(x).
Result<bool> write_swish(const ov::Node& node, GraphWriter& graph) {
  if (node.get_input_size() != 1) return false;
  TRY_ASSIGN(const auto name, graph.input(node.input_value(0)));
  const std::string gate = output_of(node) + "\nsigmoid";
  graph.add_node("Sigmoid", {name}, {gate}, {});
  graph.add_node("Mul", {name, gate}, {output_of(node)}, {});
  return true;
}

// The nearest of so many steps from the least number to the greatest: packed and unpacked again,
// to other numbers where the ends of the result are others.
Result<bool> write_fake_quantize(const ov::op::v0::FakeQuantize& node, GraphWriter& graph) {
  std::array<std::vector<float>, 4> ends;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    auto numbers = numbers_of(node.input_value(i + 1));
    if (!numbers) return false;
    ends[i] = *std::move(numbers);
  }
  TRY_ASSIGN(auto inputs, inputs_of(node, graph));
  inputs.erase(inputs.begin() + 3, inputs.end());
  const json levels{{"levels", node.get_levels()}};
  const std::string output = output_of(node);
  if (ends[0] == ends[2] && ends[1] == ends[3]) {
    graph.add_node("FakeQuantize", std::move(inputs), {output}, levels);
    return true;
  }
  for (const auto& numbers : ends) {
    if (numbers.size() != 1) return false;
  }
  const float step = (ends[3][0] - ends[2][0]) / (ends[1][0] - ends[0][0]);
  const auto number = [&](const char* what, float value) {
    return graph.add_array(output + what, Tensor(Shape{}, std::array{value}));
  };
  graph.add_node("FakeQuantize", std::move(inputs), {output + "\npacked"}, levels);
  graph.add_node("Sub", {output + "\npacked", number("\nlowest", ends[0][0])},
                 {output + "\ndistance"}, {});
  graph.add_node("Mul", {output + "\ndistance", number("\nstep", step)}, {output + "\nscaled"}, {});
  graph.add_node("Add", {output + "\nscaled", number("\nend", ends[2][0])}, {output}, {});
  return true;
}

// A matrix that the file holds, turned where it has to be.
Result<bool> write_product(const ov::op::v0::MatMul& node, GraphWriter& graph) {
  const auto weights = numbers_of(node.input_value(1));
  const ov::PartialShape& shape = node.get_input_partial_shape(1);
  if (!weights || node.get_transpose_a() || shape.size() != 2) return false;
  TRY_ASSIGN(const auto input, graph.input(node.input_value(0)));
  const std::int64_t rows = shape[0].get_length();
  const std::int64_t columns = shape[1].get_length();
  Tensor matrix(Shape{rows, columns}, *weights);
  if (node.get_transpose_b()) {
    Tensor turned(Shape{columns, rows});
    for (std::int64_t row = 0; row < rows; ++row) {
      for (std::int64_t column = 0; column < columns; ++column) {
        turned.data()[column * rows + row] = matrix.data()[row * columns + column];
      }
    }
    matrix = std::move(turned);
  }
  std::string output = output_of(node);
  json inputs{input, graph.add_array(output + "\nweights", std::move(matrix))};
  const auto bias =
      node.get_input_partial_shape(0).size() == 2 ? bias_behind(node, 1) : std::optional<Bias>();
  if (!bias) {
    graph.add_node("MatMul", std::move(inputs), {output}, {});
    return true;
  }
  const auto count = static_cast<std::int64_t>(bias->values.size());
  inputs.push_back(graph.add_array(output + "\nbias", Tensor(Shape{count}, bias->values)));
  graph.add_node("Gemm", std::move(inputs), {output_of(*bias->add)}, {});
  graph.set_written(*bias->add);
  return true;
}

Result<bool> write_hard_sigmoid(const ov::Node& node, GraphWriter& graph) {
  const auto alpha = numbers_of(node.input_value(1));
  const auto beta = numbers_of(node.input_value(2));
  if (!alpha || !beta || alpha->size() != 1 || beta->size() != 1) return false;
  return write_as(node, graph, "HardSigmoid", {{"alpha", (*alpha)[0]}, {"beta", (*beta)[0]}});
}

}  // namespace

Result<bool> write_simple(const ov::Node& node, GraphWriter& graph) {
  const std::string_view type = node.get_type_name();
  const auto* const alike = std::find_if(
      kAlike.begin(), kAlike.end(), [type](const NamePair& pair) { return pair.openvino == type; });
  if (alike != kAlike.end()) {
    TRY_ASSIGN(auto inputs, inputs_of(node, graph));
    graph.add_node(alike->onnx, std::move(inputs), {output_of(node)}, {});
    return true;
  }
  if (const auto* clamp = ov::as_type<const ov::op::v0::Clamp>(&node)) {
    return write_as(node, graph, "Clip", {{"min", clamp->get_min()}, {"max", clamp->get_max()}});
  }
  if (const auto* elu = ov::as_type<const ov::op::v0::Elu>(&node)) {
    return write_as(node, graph, "Elu", {{"alpha", elu->get_alpha()}});
  }
  if (const auto* gelu = ov::as_type<const ov::op::v7::Gelu>(&node)) {
    const bool by_tanh = gelu->get_approximation_mode() == ov::op::GeluApproximationMode::TANH;
    return write_as(node, graph, "Gelu", {{"approximate", by_tanh ? "tanh" : "none"}});
  }
  if (const auto* softmax = ov::as_type<const ov::op::v8::Softmax>(&node)) {
    return write_as(node, graph, "Softmax", {{"axis", softmax->get_axis()}});
  }
  if (const auto* softmax = ov::as_type<const ov::op::v1::Softmax>(&node)) {
    return write_as(node, graph, "Softmax", {{"axis", softmax->get_axis()}});
  }
  if (const auto* softmax = ov::as_type<const ov::op::v5::LogSoftmax>(&node)) {
    return write_as(node, graph, "LogSoftmax", {{"axis", softmax->get_axis()}});
  }
  if (const auto* quantize = ov::as_type<const ov::op::v0::FakeQuantize>(&node)) {
    return write_fake_quantize(*quantize, graph);
  }
  if (const auto* product = ov::as_type<const ov::op::v0::MatMul>(&node)) {
    return write_product(*product, graph);
  }
  if (type == "HSigmoid") {
    return write_as(node, graph, "HardSigmoid", {{"alpha", 1.0f / 6.0f}, {"beta", 0.5f}});
  }
  if (type == "HardSigmoid") return write_hard_sigmoid(node, graph);
  if (type == "Swish") return write_swish(node, graph);
  // Everything is float32 here.
  const bool to_numbers = type == "Convert" && node.get_output_element_type(0).is_real();
  if (to_numbers) return write_as(node, graph, "Identity", {});
  return false;
}

}  // namespace convlens::engine
