#include "engine/graph_writer.h"
#include "engine/network.h"

// Convolutions, and the pooling of pictures.
namespace convlens::engine {
namespace {

// The pads as ONNX lists them: all in front, then all behind.
template <typename Pads>
json joined(const Pads& begin, const Pads& end) {
  json pads = json::array();
  for (const auto pad : begin) pads.push_back(static_cast<std::int64_t>(pad));
  for (const auto pad : end) pads.push_back(static_cast<std::int64_t>(pad));
  return pads;
}

template <typename Window>
json window_attributes(const Window& node) {
  json attributes{{"strides", node.get_strides()}};
  switch (node.get_auto_pad()) {
    case ov::op::PadType::SAME_UPPER:
      attributes["auto_pad"] = "SAME_UPPER";
      break;
    case ov::op::PadType::SAME_LOWER:
      attributes["auto_pad"] = "SAME_LOWER";
      break;
    case ov::op::PadType::VALID:
      attributes["auto_pad"] = "VALID";
      break;
    default:
      attributes["pads"] = joined(node.get_pads_begin(), node.get_pads_end());
  }
  return attributes;
}

struct Kernel {
  std::string name;
  std::int64_t groups = 1;
};

// (G, O, I, KH, KW) of a grouped one becomes (G * O, I, KH, KW), as ONNX has it; of one that goes
// back, (G, I, O, KH, KW) in the same way. Nothing where the kernel is computed.
Result<std::optional<Kernel>> kernel_of(const ov::Node& node, bool is_grouped, GraphWriter& graph) {
  const auto weights = numbers_of(node.input_value(1));
  if (!weights || node.get_input_partial_shape(0).size() != 4) return std::optional<Kernel>();
  const ov::Shape& shape = node.get_input_shape(1);
  std::vector<std::int64_t> extents(shape.begin(), shape.end());
  Kernel kernel;
  if (is_grouped) {
    kernel.groups = extents[0];
    extents.erase(extents.begin());
    extents[0] *= kernel.groups;
  }
  TRY_ASSIGN(const auto held, Shape::checked(extents));
  kernel.name = graph.add_array(output_of(node) + "\nkernel", Tensor(held, *weights));
  return std::optional<Kernel>(std::move(kernel));
}

template <typename Convolution>
Result<bool> write_forward(const Convolution& node, bool is_grouped, GraphWriter& graph) {
  TRY_ASSIGN(const auto kernel, kernel_of(node, is_grouped, graph));
  if (!kernel) return false;
  TRY_ASSIGN(const auto input, graph.input(node.input_value(0)));
  json attributes = window_attributes(node);
  attributes["dilations"] = node.get_dilations();
  attributes["group"] = kernel->groups;
  json inputs{input, kernel->name};
  std::string output = output_of(node);
  if (const auto bias = bias_behind(node, 1)) {
    const auto count = static_cast<std::int64_t>(bias->values.size());
    inputs.push_back(graph.add_array(output + "\nbias", Tensor(Shape{count}, bias->values)));
    output = output_of(*bias->add);
    graph.set_written(*bias->add);
  }
  graph.add_node("Conv", std::move(inputs), {output}, std::move(attributes));
  return true;
}

// How much the output of one axis is larger than what the windows cover; nothing where that is not
// known.
template <typename Convolution>
std::optional<std::int64_t> extra(const Convolution& node, std::size_t axis, std::size_t kernel) {
  const ov::Dimension in = node.get_input_partial_shape(0)[axis + 2];
  const ov::Dimension out = node.get_output_partial_shape(0)[axis + 2];
  if (in.is_dynamic() || out.is_dynamic()) return {};
  const auto number = [axis](const auto& list) { return static_cast<std::int64_t>(list[axis]); };
  const std::int64_t covered =
      (in.get_length() - 1) * number(node.get_strides()) +
      (static_cast<std::int64_t>(kernel) - 1) * number(node.get_dilations()) + 1 -
      number(node.get_pads_begin()) - number(node.get_pads_end());
  return out.get_length() - covered;
}

template <typename Convolution>
Result<bool> write_backward(const Convolution& node, bool is_grouped, GraphWriter& graph) {
  TRY_ASSIGN(const auto kernel, kernel_of(node, is_grouped, graph));
  if (!kernel) return false;
  const ov::Shape& shape = node.get_input_shape(1);
  json outside = json::array();
  for (const std::size_t axis : {0U, 1U}) {
    const auto more = extra(node, axis, shape[shape.size() - 2 + axis]);
    if (!more || *more < 0) return false;
    outside.push_back(*more);
  }
  TRY_ASSIGN(const auto input, graph.input(node.input_value(0)));
  graph.add_node("ConvTranspose", {input, kernel->name}, {output_of(node)},
                 {{"strides", node.get_strides()},
                  {"dilations", node.get_dilations()},
                  {"pads", joined(node.get_pads_begin(), node.get_pads_end())},
                  {"output_padding", std::move(outside)},
                  {"group", kernel->groups}});
  return true;
}

template <typename Pool>
Result<bool> write_pool(const Pool& node, const char* op, json attributes, GraphWriter& graph) {
  if (node.get_input_partial_shape(0).size() != 4) return false;
  TRY_ASSIGN(const auto input, graph.input(node.input_value(0)));
  attributes.update(window_attributes(node));
  attributes["kernel_shape"] = node.get_kernel();
  const ov::op::RoundingType rounding = node.get_rounding_type();
  if (rounding == ov::op::RoundingType::CEIL_TORCH) return false;
  attributes["ceil_mode"] = rounding == ov::op::RoundingType::CEIL ? 1 : 0;
  graph.add_node(op, {input}, {output_of(node)}, std::move(attributes));
  return true;
}

}  // namespace

Result<bool> write_convolution(const ov::Node& node, GraphWriter& graph) {
  if (const auto* conv = ov::as_type<const ov::op::v1::Convolution>(&node)) {
    return write_forward(*conv, false, graph);
  }
  if (const auto* conv = ov::as_type<const ov::op::v1::GroupConvolution>(&node)) {
    return write_forward(*conv, true, graph);
  }
  if (const auto* conv = ov::as_type<const ov::op::v1::ConvolutionBackpropData>(&node)) {
    return write_backward(*conv, false, graph);
  }
  if (const auto* conv = ov::as_type<const ov::op::v1::GroupConvolutionBackpropData>(&node)) {
    return write_backward(*conv, true, graph);
  }
  return false;
}

Result<bool> write_pooling(const ov::Node& node, GraphWriter& graph) {
  if (const auto* pool = ov::as_type<const ov::op::v8::MaxPool>(&node)) {
    // Where the largest values stand is not told here.
    if (!outputs_of(node).output(1).get_target_inputs().empty()) return false;
    return write_pool(*pool, "MaxPool", {{"dilations", pool->get_dilations()}}, graph);
  }
  if (const auto* pool = ov::as_type<const ov::op::v1::MaxPool>(&node)) {
    return write_pool(*pool, "MaxPool", json::object(), graph);
  }
  if (const auto* pool = ov::as_type<const ov::op::v1::AvgPool>(&node)) {
    const json counts{{"count_include_pad", pool->get_exclude_pad() ? 0 : 1}};
    return write_pool(*pool, "AveragePool", counts, graph);
  }
  return false;
}

}  // namespace convlens::engine
