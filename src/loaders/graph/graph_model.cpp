#include "loaders/graph/graph_model.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/printable.h"
#include "loaders/graph/graph_node.h"
#include "loaders/graph/graph_order.h"

namespace convlens::loaders {
namespace {

using Values = std::map<std::string, GraphValue, std::less<>>;

class GraphBuilder {
 public:
  // `any_size`: whether pictures may be of other sizes than the file declares.
  GraphBuilder(const GraphSpec& graph, const Values& arrays, bool any_size)
      : graph_(graph), values_(arrays), any_size_(any_size) {}

  Result<nn::Model> build() {
    for (const GraphInput& input : graph_.inputs) {
      TRY(add_input(input));
    }
    for (const NodeSpec& node : graph_.nodes) {
      TRY(add_node(node));
    }
    std::vector<nn::Symbolic> outputs;
    for (const std::string& name : graph_.outputs) {
      const auto found = values_.find(name);
      if (found == values_.end() || !found->second.symbol) {
        return fail("nothing in the model computes its output \"{}\"", printable(name));
      }
      outputs.push_back(*found->second.symbol);
    }
    return nn::Model::create(inputs_, std::move(outputs), graph_.name);
  }

 private:
  enum class Turn { kNone, kToFront, kUnsaid };

  // Programs whose pictures have their channels last turn them round before anything looks at more
  // than one value.
  bool is_channels_last(const GraphInput& input) const {
    return turn_of(input.name, input.shape, 0) == Turn::kToFront;
  }

  Turn turn_of(const std::string& name, const nn::PartialShape& shape, int depth) const {
    constexpr int kMaxDepth = 20;
    Turn all = Turn::kUnsaid;
    for (const NodeSpec& node : graph_.nodes) {
      if (std::find(node.inputs.begin(), node.inputs.end(), name) == node.inputs.end()) continue;
      Turn turn = Turn::kNone;
      if (node.op == "Shape") {
        turn = Turn::kUnsaid;
      } else if (turns_to_front(node, shape)) {
        turn = Turn::kToFront;
      } else if (keeps_places(node.op) && depth < kMaxDepth) {
        turn = turn_of(node.outputs.front(), shape, depth + 1);
      }
      if (turn == Turn::kNone) return turn;
      if (turn != Turn::kUnsaid) all = turn;
    }
    return all;
  }

  // Whether the node makes (N, C, H, W) of (N, H, W, C); of one channel by a Reshape, too.
  bool turns_to_front(const NodeSpec& node, const nn::PartialShape& shape) const {
    if (node.op == "Transpose") {
      return SettingsReader(*node.attributes).integers({"perm"}) ==
             std::vector<std::int64_t>{0, 3, 1, 2};
    }
    if (node.op != "Reshape" || shape[3] != 1) return false;
    std::vector<std::int64_t> target = SettingsReader(*node.attributes).integers({"shape"});
    const auto found = node.inputs.size() > 1 ? values_.find(node.inputs[1]) : values_.end();
    if (found != values_.end() && found->second.integers) target = found->second.integers->values;
    const auto is_that = [](std::int64_t asked, std::int64_t extent) {
      return asked == extent || asked == -1;
    };
    return target.size() == 4 && target[1] == 1 && is_that(target[2], shape[1]) &&
           is_that(target[3], shape[2]);
  }

  Status add_input(const GraphInput& input) {
    if (input.shape.rank() == 0) {
      return fail("the input \"{}\" does not tell its shape, or has no axis of the batch",
                  input.name);
    }
    Layout layout;
    nn::PartialShape held = input.shape.with(0, kUnknown);
    if (held.rank() == 4 && !is_channels_last(input)) {
      held = moved_shape(held);
      layout.order = Order::kMovedLast;
    }
    if (held.rank() == 4 && any_size_) held = held.with(1, kUnknown).with(2, kUnknown);
    const nn::Symbolic symbol = nn::input_of(nn::input_layer(held, input.name));
    inputs_.push_back(symbol);
    values_.insert_or_assign(input.name, GraphValue::of(symbol, layout));
    return {};
  }

  Status add_node(const NodeSpec& node) {
    std::vector<const GraphValue*> inputs;
    for (const std::string& name : node.inputs) {
      const auto found = values_.find(name);
      if (!name.empty() && found == values_.end()) {
        return fail("the node \"{}\" ({}) takes \"{}\", which nothing before it computes",
                    printable(node.name), printable(node.op), printable(name));
      }
      inputs.push_back(name.empty() ? nullptr : &found->second);
    }
    NodeRequest request(node, graph_.opset, std::move(inputs));
    TRY_ASSIGN(auto values, make_node(request));
    for (std::size_t i = 0; i < values.size() && i < node.outputs.size(); ++i) {
      values_.insert_or_assign(node.outputs[i], std::move(values[i]));
    }
    return {};
  }

  const GraphSpec& graph_;
  Values values_;
  bool any_size_;
  std::vector<nn::Symbolic> inputs_;
};

// Before anything is computed, so that an operator is named rather than what came of it.
Status check_operators(const GraphSpec& graph) {
  for (const NodeSpec& node : graph.nodes) {
    if (find_factory(node.op) != nullptr) continue;
    return fail("the node \"{}\" is of the operator {}, which is not supported",
                printable(node.name), printable(node.op));
  }
  return {};
}

Values arrays_of(ModelArchive& archive, GraphSpec& graph) {
  Values values;
  for (WeightGroup& group : archive.groups) {
    for (NamedTensor& tensor : group.weights) {
      values.insert_or_assign(tensor.name, GraphValue::of(std::move(tensor.values)));
    }
  }
  for (auto& [name, integers] : graph.integers) {
    values.insert_or_assign(name, GraphValue::of(std::move(integers)));
  }
  return values;
}

// The height and width that the file declares for its only input.
std::optional<nn::HeightWidth> declared_size(const nn::Model& declared) {
  if (declared.inputs().size() != 1) return {};
  const nn::PartialShape& shape = declared.inputs()[0].shape();
  if (shape.rank() != 4 || !shape.is_known(1) || !shape.is_known(2)) return {};
  if (shape[1] > nn::kMaxStep || shape[2] > nn::kMaxStep) return {};
  return nn::HeightWidth{static_cast<int>(shape[1]), static_cast<int>(shape[2])};
}

}  // namespace

Result<GraphModel> build_graph_model(ModelArchive archive) {
  TRY_ASSIGN(auto graph, parse_graph(archive.architecture));
  TRY(check_operators(graph));
  TRY(sort_nodes(graph));
  const Values arrays = arrays_of(archive, graph);
  TRY_ASSIGN(auto model, GraphBuilder(graph, arrays, false).build());
  GraphModel built{std::move(model), {}, std::move(graph.notes)};
  nn::InputPreparation preparation = graph.preparation;
  preparation.resize = declared_size(built.model);
  if (preparation.resize) {
    if (auto any_size = GraphBuilder(graph, arrays, true).build()) {
      built.model = *std::move(any_size);
      built.notes.push_back(
          phrase("the file declares pictures of {} by {}; the network takes any size",
                 preparation.resize->height, preparation.resize->width));
    }
  }
  if (preparation != nn::InputPreparation{}) built.preparation = std::move(preparation);
  return built;
}

}  // namespace convlens::loaders
