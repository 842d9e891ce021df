#include "engine/graph_writer.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "engine/graph.h"
#include "engine/network.h"

namespace convlens::engine {
namespace {

// As the readers of other formats have it: more whole numbers than a shape could have are values.
constexpr std::size_t kMaxIntegers = 256;

const ov::op::v0::Constant* constant_of(const ov::Output<ov::Node>& value) {
  return ov::as_type<const ov::op::v0::Constant>(value.get_node());
}

}  // namespace

GraphWriter::GraphWriter() {
  archive_.format = loaders::ArchiveFormat::kGraph;
  archive_.groups.push_back({"tensors", {}});
  graph_["name"] = "network";
  // The newest version whose settings are attributes as well as inputs here.
  graph_["opset"] = 13;
  for (const char* list : {"inputs", "outputs", "nodes", "notes"}) graph_[list] = json::array();
  graph_["integers"] = json::object();
}

void GraphWriter::add_input(const ov::Output<ov::Node>& value, const json& shape) {
  graph_["inputs"].push_back({{"name", name_of(value)}, {"shape", shape}, {"integers", false}});
}

void GraphWriter::add_output(const ov::Output<ov::Node>& value) {
  const auto alias = aliases_.find(name_of(value));
  graph_["outputs"].push_back(alias != aliases_.end() ? alias->second : name_of(value));
}

void GraphWriter::add_alias(const ov::Node& node, std::string source) {
  aliases_.insert_or_assign(output_of(node), std::move(source));
}

void GraphWriter::add_node(const std::string& op, json inputs, json outputs, json attributes) {
  std::string name = op.substr(op.rfind('.') + 1);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const int count = ++counts_[name];
  if (count > 1) name += std::to_string(count);
  if (attributes.is_null()) attributes = json::object();
  graph_["nodes"].push_back({{"op", op},
                             {"name", name},
                             {"inputs", std::move(inputs)},
                             {"outputs", std::move(outputs)},
                             {"attributes", std::move(attributes)}});
}

Result<std::string> GraphWriter::input(const ov::Output<ov::Node>& value) {
  std::string name = name_of(value);
  if (const auto alias = aliases_.find(name); alias != aliases_.end()) return alias->second;
  const auto* constant = constant_of(value);
  if (constant == nullptr || !arrays_.insert(name).second) return name;
  const ov::Shape& shape = constant->get_shape();
  const bool is_list = shape.size() <= 1 && ov::shape_size(shape) <= kMaxIntegers;
  if (constant->get_element_type().is_integral() && is_list) {
    graph_["integers"][name] = {{"values", *integers_of(value)}, {"rank", shape.size()}};
    return name;
  }
  const std::vector<std::int64_t> extents(shape.begin(), shape.end());
  TRY_ASSIGN(const auto held, Shape::checked(extents));
  archive_.groups[0].weights.push_back({name, Tensor(held, *numbers_of(value))});
  return name;
}

std::string GraphWriter::add_array(const std::string& name, Tensor values) {
  if (arrays_.insert(name).second) {
    archive_.groups[0].weights.push_back({name, std::move(values)});
  }
  return name;
}

loaders::ModelArchive GraphWriter::finish() {
  archive_.architecture = graph_.dump(-1, ' ', false, json::error_handler_t::replace);
  return std::move(archive_);
}

std::string output_of(const ov::Node& node, std::size_t i) {
  return name_of(outputs_of(node).output(i));
}

Result<json> inputs_of(const ov::Node& node, GraphWriter& graph) {
  json inputs = json::array();
  for (const ov::Output<ov::Node>& value : node.input_values()) {
    TRY_ASSIGN(auto name, graph.input(value));
    inputs.push_back(std::move(name));
  }
  return inputs;
}

Result<bool> write_as(const ov::Node& node, GraphWriter& graph, const char* op, json attributes) {
  TRY_ASSIGN(auto name, graph.input(node.input_value(0)));
  graph.add_node(op, {std::move(name)}, {output_of(node)}, std::move(attributes));
  return true;
}

std::optional<Bias> bias_behind(const ov::Node& node, std::size_t axis) {
  const auto targets = outputs_of(node).output(0).get_target_inputs();
  if (targets.size() != 1) return {};
  const ov::Node* add = targets.begin()->get_node();
  if (!ov::is_type<const ov::op::v1::Add>(add)) return {};
  const ov::Output<ov::Node> other = add->input_value(1 - targets.begin()->get_index());
  const ov::PartialShape& shape = node.get_output_partial_shape(0);
  auto values = numbers_of(other);
  if (!values || shape.size() <= axis || shape[axis].is_dynamic()) return {};
  // Repeated along every other axis.
  const ov::Shape& extents = other.get_shape();
  const std::size_t left_out = shape.size() - std::min(shape.size(), extents.size());
  for (std::size_t i = 0; i < extents.size(); ++i) {
    const std::size_t wanted =
        i + left_out == axis ? static_cast<std::size_t>(shape[axis].get_length()) : 1;
    if (extents[i] != wanted) return {};
  }
  if (values->size() != static_cast<std::size_t>(shape[axis].get_length())) return {};
  return Bias{add, *std::move(values)};
}

std::optional<std::vector<std::int64_t>> integers_of(const ov::Output<ov::Node>& value) {
  const auto* constant = constant_of(value);
  if (constant == nullptr) return {};
  std::vector<std::int64_t> numbers = constant->cast_vector<std::int64_t>();
  // As readers of other formats have it: what lies beyond stands for "to the end".
  constexpr std::int64_t kMax = INT32_MAX;
  for (std::int64_t& number : numbers) number = std::clamp(number, -kMax, kMax);
  return numbers;
}

std::optional<std::vector<float>> numbers_of(const ov::Output<ov::Node>& value) {
  const auto* constant = constant_of(value);
  if (constant == nullptr) return {};
  return constant->cast_vector<float>();
}

}  // namespace convlens::engine
