#include "loaders/graph/graph_spec.h"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "core/printable.h"
#include "loaders/common/json.h"

namespace convlens::loaders {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxNodes = 20'000;

const json& member(const json& object, const char* key) {
  static const json kNothing;
  const auto found = object.find(key);
  return found != object.end() ? *found : kNothing;
}

std::string text_of(const json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}

Result<std::vector<std::string>> names_of(const json& list, const Word& what) {
  std::vector<std::string> names;
  if (!list.is_array()) return fail("its {} should be a list of names", what);
  for (const json& name : list) {
    if (!name.is_string()) return fail("its {} should be a list of names", what);
    names.push_back(name.get<std::string>());
  }
  return names;
}

// Names become part of tables, messages and file names.
Status check_name(const std::string& name) {
  constexpr std::size_t kMaxBytes = 255;
  if (!name.empty() && name.size() <= kMaxBytes && is_printable(name)) return {};
  return fail("the name \"{}\" is empty, too long or has characters that cannot be shown",
              printable(name));
}

// Gives every node a name of its own.
class UniqueNames {
 public:
  std::string take(const std::string& wanted) {
    std::string name = wanted;
    for (int i = 2; !taken_.insert(name).second; ++i) name = fmt::format("{}_{}", wanted, i);
    return name;
  }

 private:
  std::set<std::string> taken_;
};

Result<NodeSpec> parse_node(const JsonPointer& whole, const json& object, UniqueNames& names) {
  if (!object.is_object()) return fail("a node should be an object");
  NodeSpec node;
  node.op = text_of(member(object, "op"));
  if (node.op.empty()) return fail("a node has no operator");
  auto inputs = names_of(member(object, "inputs"), word("inputs"));
  auto outputs = names_of(member(object, "outputs"), word("outputs"));
  if (!inputs || !outputs || outputs->empty() || outputs->front().empty()) {
    return fail("a node ({}) has no lists of inputs and outputs", printable(node.op));
  }
  node.inputs = *std::move(inputs);
  node.outputs = *std::move(outputs);
  std::string name = text_of(member(object, "name"));
  if (name.empty()) name = node.op + "_" + node.outputs.front();
  TRY(check_name(name));
  node.name = names.take(name);
  node.attributes = JsonPointer(whole, &member(object, "attributes"));
  return node;
}

Result<GraphInput> parse_input(const json& object) {
  GraphInput input;
  if (!object.is_object()) return fail("an input should be an object");
  input.name = text_of(member(object, "name"));
  TRY(check_name(input.name));
  if (SettingsReader(object).flag({"integers"}, false)) {
    return fail("the input \"{}\" holds whole numbers, which is not supported", input.name);
  }
  const json& shape = member(object, "shape");
  if (shape.is_null()) return input;
  const auto parsed = partial_shape(shape);
  if (!parsed) return fail("the input \"{}\": {}", input.name, parsed.error());
  const auto extents = parsed->extents();
  if (std::find(extents.begin(), extents.end(), 0) != extents.end()) {
    return fail("the input \"{}\" has an extent of 0: {}", input.name, to_string(*parsed));
  }
  input.shape = *parsed;
  return input;
}

Status parse_integers(const json& object, GraphSpec& graph) {
  if (!object.is_object()) return {};
  for (const auto& [name, entry] : object.items()) {
    SettingsReader reader(entry);
    IntegerList list{reader.integers({"values"}), reader.integer({"rank"}, 1) == 0};
    if (!reader.error()) return fail(reader.error().error());
    if (list.is_scalar && list.values.size() != 1) {
      return fail("the number \"{}\" should be one, found {}", printable(name), list.values.size());
    }
    graph.integers.insert_or_assign(name, std::move(list));
  }
  return {};
}

// As nn::InputPreparation has them: the scale is that of pictures in 0..1.
Status parse_preparation(const json& object, nn::InputPreparation& preparation) {
  SettingsReader reader(object);
  if (reader.text({"order"}, "rgb") == "bgr") preparation.order = nn::ChannelOrder::kBgr;
  preparation.scale = reader.number({"scale"}, 1.0f);
  if (reader.find({"mean"}) != nullptr) preparation.mean = reader.numbers({"mean"}, 0.0f);
  if (reader.find({"std"}) != nullptr) {
    preparation.standard_deviation = reader.numbers({"std"}, 1.0f);
  }
  if (!reader.error()) return fail(reader.error().error());
  return {};
}

Status parse_nodes(const JsonPointer& whole, GraphSpec& graph) {
  const json& nodes = member(*whole, "nodes");
  if (!nodes.is_array() || nodes.empty()) return fail("the model has no nodes");
  if (nodes.size() > kMaxNodes) {
    return fail("the model has {} nodes, at most {} are read", nodes.size(), kMaxNodes);
  }
  UniqueNames names;
  for (const GraphInput& input : graph.inputs) names.take(input.name);
  for (const json& object : nodes) {
    TRY_ASSIGN(auto node, parse_node(whole, object, names));
    graph.nodes.push_back(std::move(node));
  }
  return {};
}

}  // namespace

Result<GraphSpec> parse_graph(const std::string& architecture) {
  TRY_ASSIGN(auto object, parse_json(architecture));
  if (!object.is_object()) return fail("the text that describes its layers is no JSON object");
  const auto whole = std::make_shared<const json>(std::move(object));
  GraphSpec graph;
  graph.name = text_of(member(*whole, "name"));
  if (!check_name(graph.name)) graph.name = "graph";
  graph.opset = SettingsReader(*whole).integer({"opset"}, 1);
  const json& inputs = member(*whole, "inputs");
  if (!inputs.is_array() || inputs.empty()) return fail("the model has no inputs");
  for (const json& entry : inputs) {
    TRY_ASSIGN(auto input, parse_input(entry));
    graph.inputs.push_back(std::move(input));
  }
  TRY_ASSIGN(auto outputs, names_of(member(*whole, "outputs"), word("outputs")));
  if (outputs.empty()) return fail("the model has no outputs");
  graph.outputs = std::move(outputs);
  auto status = parse_integers(member(*whole, "integers"), graph);
  if (status) status = parse_nodes(whole, graph);
  if (status) status = parse_preparation(member(*whole, "preparation"), graph.preparation);
  if (!status) return fail(status.error());
  if (const json& notes = member(*whole, "notes"); notes.is_array()) {
    for (const json& note : notes) {
      Phrase said = phrase_of(note);
      if (!said.empty()) graph.notes.push_back(std::move(said));
    }
  }
  return graph;
}

}  // namespace convlens::loaders
