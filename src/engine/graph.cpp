#include "engine/graph.h"

#include <algorithm>
#include <openvino/pass/constant_folding.hpp>
#include <openvino/pass/manager.hpp>
#include <utility>

#include "engine/graph_writer.h"
#include "engine/network.h"

namespace convlens::engine {
namespace {

json shape_of(const ov::Output<ov::Node>& value) {
  const ov::PartialShape& shape = value.get_partial_shape();
  if (shape.rank().is_dynamic()) return {};
  json extents = json::array();
  for (const ov::Dimension& extent : shape) {
    extents.push_back(extent.is_static() ? json(extent.get_length()) : json());
  }
  // The batch, which the network was asked to take as one.
  if (!extents.empty()) extents[0] = nullptr;
  return extents;
}

// Pictures in 8 bits, with or without a sign, in the terms of nn::InputPreparation.
json preparation_for(const ov::element::Type& type) {
  if (type == ov::element::u8) return {{"scale", 255.0f}};
  if (type == ov::element::i8) return {{"scale", 255.0f}, {"mean", {128.0f}}};
  return {};
}

// Networks whose results are packed into 8 bits end in what packs them: what it packs is taken.
ov::Output<ov::Node> unpacked(const ov::Output<ov::Node>& result) {
  if (result.get_element_type().is_real()) return result;
  const auto* convert = ov::as_type<const ov::op::v0::Convert>(result.get_node());
  if (convert == nullptr) return result;
  const ov::Output<ov::Node> packed = convert->input_value(0);
  const auto* pack = ov::as_type<const ov::op::v0::FakeQuantize>(packed.get_node());
  return pack != nullptr ? pack->input_value(0) : result;
}

Status write_foreign(const ov::Node& node, GraphWriter& graph) {
  TRY_ASSIGN(auto inputs, inputs_of(node, graph));
  json outputs = json::array();
  for (std::size_t i = 0; i < node.get_output_size(); ++i) outputs.push_back(output_of(node, i));
  graph.add_node(std::string("OpenVINO.") + node.get_type_name(), std::move(inputs),
                 std::move(outputs), {});
  return {};
}

Status write_node(const ov::Node& node, GraphWriter& graph) {
  if (graph.is_written(node)) return {};
  for (const auto write : {write_simple, write_convolution, write_pooling, write_rearranging}) {
    TRY_ASSIGN(const bool written, write(node, graph));
    if (written) return {};
  }
  return write_foreign(node, graph);
}

}  // namespace

void fold_constants(const std::shared_ptr<ov::Model>& model) {
  for (const auto& node : model->get_ordered_ops()) {
    // Packed weights are kept apart from what unpacks them by this mark.
    node->get_rt_info().erase("DisableConstantFolding_0");
  }
  ov::pass::Manager manager;
  manager.register_pass<ov::pass::ConstantFolding>();
  manager.run_passes(model);
}

Result<Tensor> to_tensor(const ov::Tensor& tensor) {
  const ov::Shape& extents = tensor.get_shape();
  const std::vector<std::int64_t> list(extents.begin(), extents.end());
  TRY_ASSIGN(const auto shape, Shape::checked(list));
  return Tensor(shape, {tensor.data<float>(), tensor.get_size()});
}

Result<loaders::ModelArchive> graph_of(const ov::Model& model) {
  GraphWriter graph;
  for (const auto& parameter : model.get_parameters()) {
    graph.add_input(parameter->output(0), shape_of(parameter->output(0)));
    const json preparation = preparation_for(parameter->get_element_type());
    if (!preparation.is_null()) graph.set_preparation(preparation);
  }
  for (const auto& node : model.get_ordered_ops()) {
    if (ov::is_type<ov::op::v0::Parameter>(node) || ov::is_type<ov::op::v0::Constant>(node) ||
        ov::is_type<ov::op::v0::Result>(node)) {
      continue;
    }
    TRY(write_node(*node, graph));
  }
  for (const auto& result : model.get_results()) {
    const ov::Output<ov::Node> value = unpacked(result->input_value(0));
    if (value != result->input_value(0)) {
      graph.add_note(phrase("the file packs its results into 8 bits; here they are what it packs"));
    }
    graph.add_output(value);
  }
  return graph.finish();
}

}  // namespace convlens::engine
