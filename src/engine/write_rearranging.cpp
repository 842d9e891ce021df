#include <algorithm>
#include <string_view>

#include "engine/graph_writer.h"
#include "engine/network.h"

// What changes the order, the number or the extents of values, and means along axes.
namespace convlens::engine {
namespace {

// The settings that are input `i` here, as an attribute; false where they are computed.
Result<bool> write_with(const ov::Node& node, GraphWriter& graph, const char* op,
                        const char* attribute, std::size_t i = 1) {
  const auto values = integers_of(node.input_value(i));
  if (!values) return false;
  return write_as(node, graph, op, {{attribute, *values}});
}

// Front ends leave some that change nothing.
Result<bool> write_transpose(const ov::Node& node, GraphWriter& graph) {
  const auto order = integers_of(node.input_value(1));
  if (!order || !std::is_sorted(order->begin(), order->end())) {
    return write_with(node, graph, "Transpose", "perm");
  }
  TRY_ASSIGN(auto input, graph.input(node.input_value(0)));
  graph.add_alias(node, std::move(input));
  return true;
}

Result<bool> write_reshape(const ov::op::v1::Reshape& node, GraphWriter& graph) {
  if (!integers_of(node.input_value(1))) return false;
  TRY_ASSIGN(auto input, graph.input(node.input_value(0)));
  const ov::PartialShape& before = node.get_input_partial_shape(0);
  if (before.is_static() && before == node.get_output_partial_shape(0)) {
    graph.add_alias(node, std::move(input));
    return true;
  }
  TRY_ASSIGN(const auto extents, graph.input(node.input_value(1)));
  graph.add_node("Reshape", {input, extents}, {output_of(node)},
                 {{"allowzero", node.get_special_zero() ? 0 : 1}});
  return true;
}

Result<bool> write_reduction(const ov::op::util::ArithmeticReductionKeepDims& node,
                             GraphWriter& graph) {
  const auto axes = integers_of(node.input_value(1));
  if (!axes) return false;
  const std::string_view type = node.get_type_name();
  if (type != "ReduceMean" && type != "ReduceSum" && type != "ReduceMax" && type != "ReduceMin" &&
      type != "ReduceProd" && type != "ReduceL1" && type != "ReduceL2") {
    return false;
  }
  return write_as(node, graph, node.get_type_name(),
                  {{"axes", *axes}, {"keepdims", node.get_keep_dims() ? 1 : 0}});
}

Result<bool> write_split(const ov::Node& node, GraphWriter& graph) {
  const auto axis = integers_of(node.input_value(1));
  if (!axis || axis->size() != 1) return false;
  json lengths = json::array();
  json outputs = json::array();
  const ov::PartialShape& shape = node.get_input_partial_shape(0);
  const auto rank = static_cast<std::int64_t>(shape.size());
  const auto place = static_cast<std::size_t>((*axis)[0] < 0 ? (*axis)[0] + rank : (*axis)[0]);
  for (std::size_t i = 0; i < node.get_output_size(); ++i) {
    const ov::Dimension extent = node.get_output_partial_shape(i)[place];
    if (extent.is_dynamic()) return false;
    lengths.push_back(extent.get_length());
    outputs.push_back(output_of(node, i));
  }
  TRY_ASSIGN(const auto input, graph.input(node.input_value(0)));
  graph.add_node("Split", {input}, std::move(outputs), {{"axis", (*axis)[0]}, {"split", lengths}});
  return true;
}

Result<bool> write_concat(const ov::op::v0::Concat& node, GraphWriter& graph) {
  TRY_ASSIGN(auto inputs, inputs_of(node, graph));
  graph.add_node("Concat", std::move(inputs), {output_of(node)}, {{"axis", node.get_axis()}});
  return true;
}

Result<bool> write_pad(const ov::Node& node, GraphWriter& graph) {
  const auto begin = integers_of(node.input_value(1));
  const auto end = integers_of(node.input_value(2));
  const auto value =
      node.get_input_size() > 3 ? numbers_of(node.input_value(3)) : std::vector<float>{0.0f};
  const auto* pad = ov::as_type<const ov::op::util::PadBase>(&node);
  if (!begin || !end || !value || value->size() != 1 || pad == nullptr) return false;
  const char* mode = pad->get_pad_mode() == ov::op::PadMode::CONSTANT  ? "constant"
                     : pad->get_pad_mode() == ov::op::PadMode::REFLECT ? "reflect"
                     : pad->get_pad_mode() == ov::op::PadMode::EDGE    ? "edge"
                                                                       : nullptr;
  if (mode == nullptr) return false;
  std::vector<std::int64_t> pads = *begin;
  pads.insert(pads.end(), end->begin(), end->end());
  return write_as(node, graph, "Pad", {{"mode", mode}, {"pads", pads}, {"value", (*value)[0]}});
}

// Larger or smaller pictures, where the network tells the size.
Result<bool> write_resize(const ov::op::util::InterpolateBase& node, GraphWriter& graph) {
  using Base = ov::op::util::InterpolateBase;
  const Base::InterpolateAttrs& attributes = node.get_attrs();
  const bool is_nearest = attributes.mode == Base::InterpolateMode::NEAREST;
  const bool is_linear = attributes.mode == Base::InterpolateMode::LINEAR ||
                         attributes.mode == Base::InterpolateMode::LINEAR_ONNX;
  const ov::PartialShape& shape = node.get_output_partial_shape(0);
  if (!(is_nearest || is_linear) || attributes.antialias || shape.is_dynamic()) return false;
  if (attributes.nearest_mode == Base::NearestMode::SIMPLE) return false;
  for (const auto& pads : {attributes.pads_begin, attributes.pads_end}) {
    for (const std::size_t pad : pads) {
      if (pad != 0) return false;
    }
  }
  const ov::Shape sizes = shape.to_shape();
  TRY_ASSIGN(const auto input, graph.input(node.input_value(0)));
  Tensor list(Shape{static_cast<std::int64_t>(sizes.size())});
  const ov::PartialShape& before = node.get_input_partial_shape(0);
  if (before.is_dynamic()) return false;
  for (std::size_t axis = 0; axis < sizes.size(); ++axis) {
    list.data()[axis] =
        static_cast<float>(sizes[axis]) / static_cast<float>(before[axis].get_length());
  }
  const std::string scales = graph.add_array(output_of(node) + "\nscales", std::move(list));
  graph.add_node(
      "Resize", {input, "", scales}, {output_of(node)},
      {{"mode", is_nearest ? "nearest" : "linear"},
       {"coordinate_transformation_mode", ov::as_string(attributes.coordinate_transformation_mode)},
       {"nearest_mode", ov::as_string(attributes.nearest_mode)}});
  return true;
}

Result<bool> write_normalization(const ov::op::v5::BatchNormInference& node, GraphWriter& graph) {
  TRY_ASSIGN(auto inputs, inputs_of(node, graph));
  graph.add_node("BatchNormalization", std::move(inputs), {output_of(node)},
                 {{"epsilon", node.get_eps_value()}});
  return true;
}

}  // namespace

Result<bool> write_rearranging(const ov::Node& node, GraphWriter& graph) {
  const std::string_view type = node.get_type_name();
  if (type == "Transpose") return write_transpose(node, graph);
  if (type == "Unsqueeze") return write_with(node, graph, "Unsqueeze", "axes");
  if (type == "Squeeze" && node.get_input_size() > 1) {
    return write_with(node, graph, "Squeeze", "axes");
  }
  if (type == "Split" || type == "VariadicSplit") return write_split(node, graph);
  if (type == "Pad") return write_pad(node, graph);
  if (const auto* reshape = ov::as_type<const ov::op::v1::Reshape>(&node)) {
    return write_reshape(*reshape, graph);
  }
  if (const auto* concat = ov::as_type<const ov::op::v0::Concat>(&node)) {
    return write_concat(*concat, graph);
  }
  if (const auto* reduce = ov::as_type<const ov::op::util::ArithmeticReductionKeepDims>(&node)) {
    return write_reduction(*reduce, graph);
  }
  if (const auto* resize = ov::as_type<const ov::op::util::InterpolateBase>(&node)) {
    return write_resize(*resize, graph);
  }
  if (const auto* batch = ov::as_type<const ov::op::v5::BatchNormInference>(&node)) {
    return write_normalization(*batch, graph);
  }
  if (const auto* depth = ov::as_type<const ov::op::v0::DepthToSpace>(&node)) {
    const bool blocks =
        depth->get_mode() == ov::op::v0::DepthToSpace::DepthToSpaceMode::BLOCKS_FIRST;
    return write_as(node, graph, "DepthToSpace",
                    {{"blocksize", depth->get_block_size()}, {"mode", blocks ? "DCR" : "CRD"}});
  }
  return false;
}

}  // namespace convlens::engine
