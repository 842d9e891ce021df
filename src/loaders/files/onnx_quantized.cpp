#include "loaders/files/onnx_quantized.h"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace convlens::loaders {
namespace {

using onnx::NodeProto;
using onnx::TensorProto;

// Where an operator's packed inputs stand, each followed by its scale and its zero point, and where
// those of its output do.
struct QuantizedOperator {
  const char* name;
  const char* base;  // what it is on plain numbers
  std::array<int, 2> packed;
  int output;  // its scale's place
  int bias;
};
constexpr int kNone = -1;
constexpr std::array kOperators{
    QuantizedOperator{"QLinearConv", "Conv", {0, 3}, 6, 8},
    QuantizedOperator{"QLinearMatMul", "MatMul", {0, 3}, 6, kNone},
    QuantizedOperator{"QLinearAdd", "Add", {0, 3}, 6, kNone},
    QuantizedOperator{"QLinearMul", "Mul", {0, 3}, 6, kNone},
    QuantizedOperator{"QLinearSigmoid", "Sigmoid", {0, kNone}, 3, kNone},
    QuantizedOperator{"QLinearLeakyRelu", "LeakyRelu", {0, kNone}, 3, kNone},
    QuantizedOperator{"QLinearGlobalAveragePool", "GlobalAveragePool", {0, kNone}, 3, kNone},
    QuantizedOperator{"QLinearAveragePool", "AveragePool", {0, kNone}, 3, kNone}};

class Unfolding {
 public:
  explicit Unfolding(onnx::GraphProto& graph) : graph_(graph) {
    for (const TensorProto& tensor : graph.initializer()) take_type(tensor.name(), tensor);
    for (const NodeProto& node : graph.node()) {
      if (node.op_type() != "Constant" || node.output_size() != 1) continue;
      for (const auto& attribute : node.attribute()) {
        if (attribute.name() == "value") take_type(node.output(0), attribute.t());
      }
    }
  }

  void unfold() {
    onnx::GraphProto old;
    old.mutable_node()->Swap(graph_.mutable_node());
    for (NodeProto& node : *old.mutable_node()) {
      const auto* const known =
          std::find_if(kOperators.begin(), kOperators.end(),
                       [&node](const auto& row) { return node.op_type() == row.name; });
      if (known != kOperators.end() && node.input_size() > known->output &&
          !has_channels_last(node)) {
        unfold(node, *known);
      } else if (is_integer_product(node)) {
        unfold_integers(node);
      } else {
        NodeProto& kept = *graph_.add_node();
        kept = std::move(node);
        if (kept.op_type() == "QuantizeLinear") tell_range(kept, input_of(kept, 2));
      }
    }
  }

 private:
  // Pictures with their channels last are for the engine.
  static bool has_channels_last(const NodeProto& node) {
    return std::any_of(node.attribute().begin(), node.attribute().end(), [](const auto& attribute) {
      return attribute.name() == "channels_last" && attribute.i() != 0;
    });
  }

  void take_type(const std::string& name, const TensorProto& tensor) {
    types_[name] = tensor.data_type();
  }

  static std::string input_of(const NodeProto& node, int i) {
    return i < node.input_size() ? node.input(i) : std::string();
  }

  std::optional<std::pair<float, float>> range_of(const std::string& zero_point) const {
    const auto found = types_.find(zero_point);
    const int type = zero_point.empty()      ? static_cast<int>(TensorProto::UINT8)
                     : found != types_.end() ? found->second
                                             : static_cast<int>(TensorProto::UNDEFINED);
    if (type == TensorProto::UINT8) return std::pair(0.0f, 255.0f);
    if (type == TensorProto::INT8) return std::pair(-128.0f, 127.0f);
    if (type == TensorProto::UINT16) return std::pair(0.0f, 65535.0f);
    if (type == TensorProto::INT16) return std::pair(-32768.0f, 32767.0f);
    return {};
  }

  void tell_range(NodeProto& node, const std::string& zero_point) const {
    const auto range = range_of(zero_point);
    const bool has_type =
        std::any_of(node.attribute().begin(), node.attribute().end(),
                    [](const auto& attribute) { return attribute.name() == "output_dtype"; });
    if (!range || (has_type && zero_point.empty())) return;
    onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name("range");
    attribute.set_type(onnx::AttributeProto::FLOATS);
    attribute.add_floats(range->first);
    attribute.add_floats(range->second);
  }

  NodeProto& add(const std::string& op, const NodeProto& node, const char* part,
                 std::initializer_list<std::string> inputs) {
    NodeProto& added = *graph_.add_node();
    added.set_op_type(op);
    added.set_name((node.name().empty() ? node.output(0) : node.name()) + part);
    for (const std::string& input : inputs) added.add_input(input);
    return added;
  }

  // The numbers that input `i` stands for, whose scale and zero point come after it.
  std::string unpacked(const NodeProto& node, int i, const char* part, int axis) {
    NodeProto& step = add("DequantizeLinear", node, part,
                          {input_of(node, i), input_of(node, i + 1), input_of(node, i + 2)});
    set_axis(step, axis);
    // No value of the file's has a line's end in its name.
    return *step.add_output() = node.output(0) + "\n" + part;
  }

  static void set_axis(NodeProto& node, int axis) {
    onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name("axis");
    attribute.set_type(onnx::AttributeProto::INT);
    attribute.set_i(axis);
  }

  void unfold(NodeProto& node, const QuantizedOperator& known) {
    std::vector<std::string> inputs;
    // A kernel's scales go along its filters, a matrix's along its columns.
    const bool is_convolution = known.bias != kNone;
    inputs.push_back(unpacked(node, known.packed[0], "_input", 1));
    if (known.packed[1] != kNone) {
      inputs.push_back(unpacked(node, known.packed[1], "_other", is_convolution ? 0 : 1));
    }
    if (is_convolution && !input_of(node, known.bias).empty()) {
      const std::string scale = node.output(0) + "\nscale";
      *add("Mul", node, "_scale", {node.input(1), node.input(4)}).add_output() = scale;
      NodeProto& bias = add("DequantizeLinear", node, "_bias", {input_of(node, known.bias), scale});
      set_axis(bias, 0);
      inputs.push_back(*bias.add_output() = node.output(0) + "\nbias");
    }
    NodeProto& base = add(known.base, node, "", {});
    for (const std::string& input : inputs) base.add_input(input);
    *base.mutable_attribute() = node.attribute();
    const std::string plain = node.output(0) + "\nplain";
    base.add_output(plain);
    const std::string zero_point = input_of(node, known.output + 1);
    NodeProto& packed =
        add("QuantizeLinear", node, "_packed", {plain, input_of(node, known.output), zero_point});
    packed.add_output(node.output(0));
    tell_range(packed, zero_point);
  }

  static bool is_integer_product(const NodeProto& node) {
    return (node.op_type() == "ConvInteger" || node.op_type() == "MatMulInteger") &&
           node.input_size() >= 2;
  }

  // (x - zero point of x) times (w - zero point of w), in whole numbers.
  void unfold_integers(const NodeProto& node) {
    const bool is_convolution = node.op_type() == "ConvInteger";
    std::array<std::string, 2> plain;
    for (int i = 0; i < 2; ++i) {
      const std::string point = input_of(node, i + 2);
      auto& name = plain[static_cast<std::size_t>(i)];
      name = node.input(i);
      if (point.empty()) continue;
      NodeProto& step =
          add("DequantizeLinear", node, i == 0 ? "_input" : "_other", {name, one(), point});
      set_axis(step, is_convolution ? 0 : 1);
      name = *step.add_output() = node.output(0) + (i == 0 ? "\n_input" : "\n_other");
    }
    NodeProto& base = add(is_convolution ? "Conv" : "MatMul", node, "", {plain[0], plain[1]});
    *base.mutable_attribute() = node.attribute();
    base.add_output(node.output(0));
  }

  // A scale that changes nothing.
  std::string one() {
    std::string name = "\none";
    if (types_.emplace(name, TensorProto::FLOAT).second) {
      TensorProto& tensor = *graph_.add_initializer();
      tensor.set_name(name);
      tensor.set_data_type(TensorProto::FLOAT);
      tensor.add_float_data(1.0f);
    }
    return name;
  }

  onnx::GraphProto& graph_;
  std::map<std::string, int> types_;
};

}  // namespace

void unfold_quantized(onnx::GraphProto& graph) { Unfolding(graph).unfold(); }

}  // namespace convlens::loaders
