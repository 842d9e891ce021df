#include "nn/graph/model.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <utility>

#include "nn/graph/graph.h"
#include "nn/graph/model_state.h"
#include "nn/graph/nested_model.h"

namespace convlens::nn {
namespace {

// Inputs that are not InputLayers give way to new ones; what hung on them hangs on those.
void cut_at_inputs(std::vector<Symbolic>& inputs, std::vector<Symbolic>& outputs) {
  const std::vector<Symbolic> originals = inputs;
  bool changed = false;
  for (Symbolic& input : inputs) {
    if (is_input_layer(*input.layer())) continue;
    input = input_of(input_layer(input.shape(), input.layer()->name() + "_input"));
    changed = true;
  }
  if (changed) outputs = replace_calls(outputs, originals, inputs);
}

Status check_ends(const std::vector<Symbolic>& inputs, const std::vector<Symbolic>& outputs) {
  if (inputs.empty()) return fail("a model needs at least one input");
  if (outputs.empty()) return fail("a model needs at least one output");
  for (const std::vector<Symbolic>* ends : {&inputs, &outputs}) {
    for (const Symbolic& end : *ends) {
      if (!end.is_valid()) return fail(end.error());
    }
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (std::count(inputs.begin(), inputs.end(), inputs[i]) > 1) {
      return fail("{} is given as an input twice", inputs[i].layer()->name());
    }
  }
  return {};
}

}  // namespace

Result<Model> Model::create(std::vector<Symbolic> inputs, std::vector<Symbolic> outputs,
                            std::string name) {
  return build(std::move(inputs), std::move(outputs), std::move(name), false);
}

Result<Model> Model::create(const Symbolic& input, const Symbolic& output, std::string name) {
  return build({input}, {output}, std::move(name), false);
}

Result<Model> Model::create(std::span<const Symbolic> inputs, const Symbolic& output,
                            std::string name) {
  return build({inputs.begin(), inputs.end()}, {output}, std::move(name), false);
}

Result<Model> Model::sequential(const PartialShape& item_shape,
                                const std::vector<LayerHandle>& layers, std::string name) {
  if (layers.empty()) return fail("a sequential model needs at least one layer");
  const Symbolic in = input(item_shape);
  Symbolic out = in;
  for (const LayerHandle& layer : layers) out = layer(out);
  return build({in}, {out}, std::move(name), true);
}

Model::State Model::state_of(const Graph& graph, std::vector<Symbolic> inputs,
                             std::vector<Symbolic> outputs) {
  State state;
  std::map<Symbolic, int> places;
  for (const Symbolic& call : graph.calls) {
    ModelNode node{call.layer(), {}, call};
    for (const Symbolic& input : call.inputs()) node.inputs.push_back(places.at(input));
    places.emplace(call, static_cast<int>(state.nodes.size()));
    state.nodes.push_back(std::move(node));
  }
  for (const Symbolic& input : inputs) state.input_nodes.push_back(places.at(input));
  for (const Symbolic& output : outputs) state.output_nodes.push_back(places.at(output));
  state.inputs = std::move(inputs);
  state.outputs = std::move(outputs);
  return state;
}

Result<Model> Model::build(std::vector<Symbolic> inputs, std::vector<Symbolic> outputs,
                           std::string name, bool is_sequential) {
  TRY(check_ends(inputs, outputs));
  cut_at_inputs(inputs, outputs);
  TRY_ASSIGN(auto graph, walk_graph(inputs, outputs));
  TRY_ASSIGN(auto table, layer_table(graph, outputs, is_sequential));
  if (table.outputs != outputs) {
    TRY_ASSIGN(auto flat, walk_graph(inputs, table.outputs));
    graph = std::move(flat);
  }
  auto state =
      std::make_shared<State>(state_of(graph, std::move(inputs), std::move(table.outputs)));
  state->name = std::move(name);
  state->is_sequential = is_sequential;
  std::map<Symbolic, int> places;
  for (const ModelNode& node : state->nodes) {
    places.emplace(node.value, static_cast<int>(places.size()));
  }
  for (const TableRow& row : table.rows) {
    // An input that its network does not use is no part of the graph.
    const auto node = places.find(row.value);
    if (node == places.end()) continue;
    state->rows.push_back({node->second, row.number, row.call, row.path});
  }
  return Model(std::move(state));
}

std::string ModelLayer::name() const {
  return call_ == 0 ? layer_->name() : fmt::format("{}#{}", layer_->name(), call_ + 1);
}

const std::string& Model::name() const { return state_->name; }
bool Model::is_sequential() const { return state_->is_sequential; }
std::span<const Symbolic> Model::inputs() const { return state_->inputs; }
std::span<const Symbolic> Model::outputs() const { return state_->outputs; }
std::span<const int> Model::output_nodes() const { return state_->output_nodes; }
std::span<const ModelNode> Model::nodes() const { return state_->nodes; }

int Model::layer_count() const { return static_cast<int>(state_->rows.size()); }

ModelLayer Model::layer(int index) const {
  assert(index >= 0 && index < layer_count());
  const ModelRow& row = state_->rows[static_cast<std::size_t>(index)];
  const Symbolic& value = state_->nodes[static_cast<std::size_t>(row.node)].value;
  return {index, row.number, row.call, row.node, value};
}

std::vector<ModelLayer> Model::layers() const {
  std::vector<ModelLayer> layers;
  layers.reserve(state_->rows.size());
  for (int index = 0; index < layer_count(); ++index) layers.push_back(layer(index));
  return layers;
}

Result<ModelLayer> Model::layer(std::string_view name) const {
  std::string names;
  for (const ModelLayer& candidate : layers()) {
    if (candidate.name() == name) return candidate;
    names += (names.empty() ? "" : ", ") + candidate.name();
  }
  return fail("the model {} has no layer called {}; its layers are {}", this->name(), name, names);
}

std::span<const std::string> Model::path(int index) const {
  return state_->rows[static_cast<std::size_t>(index)].path;
}

std::size_t Model::parameter_count() const {
  std::size_t count = 0;
  for (const ModelLayer& layer : layers()) {
    if (layer.call() == 0) count += layer->parameter_count();
  }
  return count;
}

std::size_t Model::parameter_count(int index) const {
  const auto path = this->path(index);
  std::size_t count = layer(index)->parameter_count();
  for (const ModelLayer& other : layers()) {
    const auto of_other = this->path(other.index());
    const bool is_within =
        of_other.size() > path.size() && std::equal(path.begin(), path.end(), of_other.begin());
    if (is_within && other.call() == 0) count += other->parameter_count();
  }
  return count;
}

std::vector<SummaryRow> Model::summary() const {
  std::vector<SummaryRow> rows;
  for (const ModelLayer& layer : layers()) {
    rows.push_back({layer.number(), layer.name(), std::string(layer->type()),
                    layer.output().shape(), parameter_count(layer.index())});
  }
  return rows;
}

Result<Model> Model::with_layer(int index, const LayerHandle& replacement) const {
  const LayerHandle replaced = layer(index).handle();
  if (is_input_layer(*replaced) != is_input_layer(*replacement)) {
    return fail("{} ({}) cannot take the place of {} ({})", replacement->name(),
                replacement->type(), replaced->name(), replaced->type());
  }
  std::vector<Symbolic> values;
  for (const ModelNode& node : nodes()) {
    std::vector<Symbolic> inputs;
    bool changed = node.layer == replaced;
    for (const int input : node.inputs) {
      const auto place = static_cast<std::size_t>(input);
      inputs.push_back(values[place]);
      changed = changed || !(values[place] == nodes()[place].value);
    }
    const LayerHandle& layer = node.layer == replaced ? replacement : node.layer;
    if (!changed) {
      values.push_back(node.value);
    } else {
      values.push_back(is_input_layer(*layer) ? input_of(layer) : layer(inputs));
    }
  }
  const auto at = [&values](const std::vector<int>& places) {
    std::vector<Symbolic> chosen;
    chosen.reserve(places.size());
    for (const int place : places) chosen.push_back(values[static_cast<std::size_t>(place)]);
    return chosen;
  };
  // The same calls in the same order, so that the rows stay as they are.
  std::vector<Symbolic> inputs = at(state_->input_nodes);
  std::vector<Symbolic> outputs = at(state_->output_nodes);
  TRY(check_ends(inputs, outputs));
  TRY_ASSIGN(const auto graph, walk_graph(inputs, outputs));
  auto state = std::make_shared<State>(state_of(graph, std::move(inputs), std::move(outputs)));
  state->name = name();
  state->is_sequential = is_sequential();
  state->rows = state_->rows;
  for (ModelRow& row : state->rows) {
    const LayerHandle& layer = state->nodes[static_cast<std::size_t>(row.node)].layer;
    if (layer == replacement && layer->name() != replaced->name()) row.path = {layer->name()};
  }
  return Model(std::move(state));
}

Model Model::numbered_as(std::span<const std::string> names) const {
  auto state = std::make_shared<State>(*state_);
  for (ModelRow& row : state->rows) {
    if (!row.number) continue;
    const auto name = std::find(names.begin(), names.end(), row.path.front());
    row.number = static_cast<int>(name - names.begin());
  }
  return Model(std::move(state));
}

bool operator==(const Model& a, const Model& b) {
  if (a.state_ == b.state_) return true;
  const auto same_node = [](const ModelNode& x, const ModelNode& y) {
    return x.layer == y.layer && x.inputs == y.inputs;
  };
  return a.state_->name == b.state_->name && a.state_->is_sequential == b.state_->is_sequential &&
         a.state_->input_nodes == b.state_->input_nodes &&
         a.state_->output_nodes == b.state_->output_nodes &&
         std::equal(a.nodes().begin(), a.nodes().end(), b.nodes().begin(), b.nodes().end(),
                    same_node);
}

}  // namespace convlens::nn
