#include "nn/graph/nested_model.h"

#include <algorithm>
#include <map>
#include <utility>

namespace convlens::nn {
namespace {

// A model as one layer of another.
class NestedModel final : public LayerOf<NestedModel> {
 public:
  NestedModel(Model model, bool is_whole)
      : LayerOf(model.name(), {}, Activation::kLinear),
        model_(std::move(model)),
        is_whole_(is_whole) {}

  std::string_view type() const override {
    return model_.is_sequential() ? "Sequential" : "Functional";
  }
  const Model& model() const { return model_; }
  bool is_whole() const { return is_whole_; }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    if (inputs.size() != model_.inputs().size()) {
      return fail("expected {} inputs, found {}", model_.inputs().size(), inputs.size());
    }
    if (model_.outputs().size() != 1) {
      return fail("a model inside a model must have 1 output, found {}", model_.outputs().size());
    }
    std::vector<PartialShape> shapes;
    for (const ModelNode& node : model_.nodes()) {
      std::vector<PartialShape> of_inputs;
      for (const int input : node.inputs) {
        of_inputs.push_back(shapes[static_cast<std::size_t>(input)]);
      }
      const auto given = std::find(model_.inputs().begin(), model_.inputs().end(), node.value);
      if (given != model_.inputs().end()) {
        of_inputs.push_back(inputs[static_cast<std::size_t>(given - model_.inputs().begin())]);
      }
      auto shape = node.layer->output_shape(of_inputs);
      if (!shape) return shape;
      if (node.value == model_.outputs().front()) return shape;
      shapes.push_back(*shape);
    }
    return fail("the model {} does not reach its output", name());
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& options, Tensor& output) const override {
    TRY_ASSIGN(const auto values, model_.compute(inputs, options));
    const std::span<const float> result = values.front().values();
    std::copy(result.begin(), result.end(), output.data());
    return {};
  }

  Model model_;
  bool is_whole_;
};

// Where a network within another begins or ends: hands its input on.
class Border final : public LayerOf<Border> {
 public:
  Border(std::string name, std::string_view type)
      : LayerOf(std::move(name), {}, Activation::kLinear), type_(type) {}

  std::string_view type() const override { return type_; }
  std::optional<KerasForm> keras_form() const override { return KerasForm{"Identity", {}}; }
  bool keeps_values() const override { return true; }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    return inputs[0];
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    std::copy(inputs[0].values().begin(), inputs[0].values().end(), output.data());
    return {};
  }

  std::string type_;
};

// A few networks that call each other twice would otherwise have any number of layers.
constexpr std::size_t kMaxCalls = 20'000;

std::size_t place_of(int node) { return static_cast<std::size_t>(node); }

// The rows before any network has given way to its layers.
std::vector<TableRow> outer_rows(const Graph& graph, bool is_sequential) {
  std::map<LayerPtr, std::vector<Symbolic>> calls;
  for (const Symbolic& call : graph.calls) calls[call.layer().pointer()].push_back(call);
  std::vector<TableRow> rows;
  int number = 0;
  for (const LayerHandle& layer : graph.layers) {
    std::vector<Symbolic>& of_layer = calls[layer.pointer()];
    std::sort(of_layer.begin(), of_layer.end());
    if (is_sequential && is_input_layer(*layer)) continue;
    TableRow row{of_layer.front(), {}, 0, {layer->name()}};
    if (layer->is_counted()) row.number = number++;
    rows.push_back(std::move(row));
  }
  // In the order of the graph, so that what a further call is called on has its row.
  for (const Symbolic& call : graph.calls) {
    const std::vector<Symbolic>& of_layer = calls[call.layer().pointer()];
    const auto nth = std::find(of_layer.begin(), of_layer.end(), call) - of_layer.begin();
    if (nth == 0) continue;
    const auto last = std::find_if(rows.rbegin(), rows.rend(), [&call](const TableRow& row) {
      return std::find(call.inputs().begin(), call.inputs().end(), row.value) !=
             call.inputs().end();
    });
    rows.insert(last.base(), {call, {}, static_cast<int>(nth), {call.layer()->name()}});
  }
  return rows;
}

// Calls a graph's layers anew where a network stands among them.
class Flattener {
 public:
  // What has become of a call.
  Result<Symbolic> flat(const Symbolic& call) {
    std::vector<Symbolic> inputs;
    bool changed = false;
    for (const Symbolic& input : call.inputs()) {
      inputs.push_back(flat_.at(input));
      changed = changed || !(inputs.back() == input);
    }
    const auto* network = dynamic_cast<const NestedModel*>(&*call.layer());
    if (network != nullptr) {
      made_ += network->model().nodes().size();
      if (made_ > kMaxCalls) {
        return fail("the networks within the model have more than {} layers together",
                    std::size_t{kMaxCalls});
      }
      flat_.emplace(call, called(call, inputs, *network));
    } else {
      flat_.emplace(call, changed ? call.layer()(inputs) : call);
    }
    const Symbolic& result = flat_.at(call);
    if (!result.is_valid()) return fail(result.error());
    return result;
  }

  const Symbolic& at(const Symbolic& call) const { return flat_.at(call); }

  // The rows that stand for one row of the outer table.
  std::vector<TableRow> rows_of(const TableRow& outer) const {
    const auto* network = dynamic_cast<const NestedModel*>(&*outer.value.layer());
    std::vector<TableRow> rows;
    if (network == nullptr || network->is_whole()) {
      rows.push_back({at(outer.value), outer.number, outer.call, outer.path});
    }
    if (network == nullptr) return rows;
    const std::vector<Symbolic>& values = inner_.at(outer.value);
    const auto nodes = network->model().nodes();
    for (const ModelLayer& layer : network->model().layers()) {
      const auto calls = std::count_if(nodes.begin(), nodes.end(), [&layer](const ModelNode& node) {
        return node.layer == layer.handle();
      });
      const int call = outer.call * static_cast<int>(calls) + layer.call();
      std::vector<std::string> path = outer.path;
      const auto within = network->model().path(layer.index());
      path.insert(path.end(), within.begin(), within.end());
      rows.push_back({values[place_of(layer.node())], {}, call, std::move(path)});
    }
    return rows;
  }

 private:
  // The network's result; the values of all its nodes are kept.
  Symbolic called(const Symbolic& call, const std::vector<Symbolic>& inputs,
                  const NestedModel& network) {
    const Model& model = network.model();
    std::vector<Symbolic>& values = inner_[call];
    const auto given = model.inputs();
    for (const ModelNode& node : model.nodes()) {
      std::vector<Symbolic> of_node;
      for (const int input : node.inputs) of_node.push_back(values[place_of(input)]);
      const auto at = std::find(given.begin(), given.end(), node.value);
      if (at != given.end())
        of_node.push_back(inputs[place_of(static_cast<int>(at - given.begin()))]);
      // A sequential model does not count its input.
      const bool passes = at != given.end() && model.is_sequential();
      values.push_back(passes ? of_node[0] : within(call.layer(), node.layer)(of_node));
    }
    const Symbolic& result = values[place_of(model.output_nodes().front())];
    return network.is_whole() ? within(call.layer(), call.layer())(result) : result;
  }

  // What a network's layer is in the model around it: the same one in each of the network's calls.
  // The network itself becomes its own end.
  const LayerHandle& within(const LayerHandle& network, const LayerHandle& layer) {
    const auto key = std::pair(network.pointer(), layer.pointer());
    const auto found = layers_.find(key);
    if (found != layers_.end()) return found->second;
    const std::string name =
        layer == network ? network->name() : network->name() + "/" + layer->name();
    const bool is_border = layer == network || is_input_layer(*layer);
    LayerPtr made =
        is_border ? std::make_shared<const Border>(name, layer->type()) : layer->renamed(name);
    return layers_.emplace(key, LayerHandle(std::move(made))).first->second;
  }

  std::size_t made_ = 0;
  std::map<Symbolic, Symbolic> flat_;
  std::map<Symbolic, std::vector<Symbolic>> inner_;
  std::map<std::pair<LayerPtr, LayerPtr>, LayerHandle> layers_;
};

}  // namespace

LayerHandle Model::as_layer(bool is_whole) const {
  return LayerHandle(std::make_shared<const NestedModel>(*this, is_whole));
}

Result<Table> layer_table(const Graph& graph, const std::vector<Symbolic>& outputs,
                          bool is_sequential) {
  Flattener flattener;
  for (const Symbolic& call : graph.calls) {
    if (auto flat = flattener.flat(call); !flat) return fail(flat.error());
  }
  Table table;
  for (const TableRow& outer : outer_rows(graph, is_sequential)) {
    for (TableRow& row : flattener.rows_of(outer)) table.rows.push_back(std::move(row));
  }
  for (const Symbolic& output : outputs) table.outputs.push_back(flattener.at(output));
  return table;
}

}  // namespace convlens::nn
