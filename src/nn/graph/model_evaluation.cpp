#include <algorithm>
#include <cassert>
#include <utility>

#include "nn/graph/model.h"
#include "nn/graph/model_state.h"

// How a model computes: predict(), activations() and recompute().
namespace convlens::nn {
namespace {

// A node's value while a model runs. The inputs belong to the caller, everything else to `owner`.
struct Value {
  TensorView view;
  std::optional<SharedTensor> owner;
};

std::size_t place(int node) { return static_cast<std::size_t>(node); }

Result<Shape> kept_shape(const Layer& layer, const TensorView& input) {
  return layer.output_shape({&input.shape(), 1});
}

// The value of one call, in memory of its own or, where the layer keeps its input's values, in that
// of its input.
Result<Value> evaluate(const Layer& layer, std::span<const Value* const> inputs,
                       const ComputeOptions& options) {
  if (layer.keeps_values() && inputs.size() == 1) {
    TRY_ASSIGN(const auto shape, kept_shape(layer, inputs[0]->view));
    Value kept{TensorView(inputs[0]->view.values(), shape), inputs[0]->owner};
    if (kept.owner) kept.owner = kept.owner->reshaped(shape);
    return kept;
  }
  std::vector<TensorView> views;
  for (const Value* input : inputs) views.push_back(input->view);
  TRY_ASSIGN(auto tensor, layer.compute(views, options));
  SharedTensor shared(std::move(tensor));
  return Value{shared.view(), std::move(shared)};
}

std::vector<const Value*> inputs_of(const ModelNode& node, const std::vector<Value>& values) {
  std::vector<const Value*> inputs;
  for (const int input : node.inputs) inputs.push_back(&values[place(input)]);
  return inputs;
}

Value owned(SharedTensor tensor) {
  const TensorView view = tensor.view();
  return {view, std::move(tensor)};
}

// Makes what is the caller's the value's own.
Status own(Value& value) {
  if (value.owner) return {};
  TRY_ASSIGN(auto copy, Tensor::create(value.view.shape()));
  std::copy(value.view.values().begin(), value.view.values().end(), copy.data());
  value = owned(SharedTensor(std::move(copy)));
  return {};
}

// For each node, the last that needs its value; a node after all others for the model's outputs.
std::vector<std::size_t> last_uses(std::span<const ModelNode> nodes,
                                   const std::vector<int>& outputs) {
  std::vector<std::size_t> last(nodes.size(), 0);
  for (std::size_t node = 0; node < nodes.size(); ++node) {
    for (const int input : nodes[node].inputs) last[place(input)] = node;
  }
  for (const int output : outputs) last[place(output)] = nodes.size();
  return last;
}

}  // namespace

Status Model::check_inputs(std::span<const TensorView> inputs) const {
  if (inputs.size() != state_->inputs.size()) {
    return fail("the model {} takes {} inputs, found {}", name(), state_->inputs.size(),
                inputs.size());
  }
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const auto shape = kept_shape(*state_->inputs[i].layer(), inputs[i]);
    if (!shape) return fail(shape.error());
  }
  return {};
}

Result<std::vector<SharedTensor>> Model::compute(std::span<const TensorView> inputs,
                                                 const ComputeOptions& options) const {
  TRY(check_inputs(inputs));
  std::vector<Value> values(nodes().size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    values[place(state_->input_nodes[i])].view = inputs[i];
  }
  const std::vector<std::size_t> last = last_uses(nodes(), state_->output_nodes);
  for (std::size_t n = 0; n < nodes().size(); ++n) {
    const ModelNode& node = nodes()[n];
    if (node.inputs.empty()) continue;
    TRY_ASSIGN(auto value, evaluate(*node.layer, inputs_of(node, values), options));
    values[n] = std::move(value);
    for (const int input : node.inputs) {
      if (last[place(input)] == n) values[place(input)] = {};
    }
  }
  std::vector<SharedTensor> outputs;
  for (const int output : state_->output_nodes) {
    Value& value = values[place(output)];
    TRY(own(value));
    outputs.push_back(*value.owner);
  }
  return outputs;
}

Result<Tensor> Model::predict(const TensorView& input, const ComputeOptions& options) const {
  if (state_->outputs.size() != 1) {
    return fail("the model {} has {} outputs, expected 1", name(), state_->outputs.size());
  }
  TRY_ASSIGN(auto outputs, compute({&input, 1}, options));
  return std::move(outputs.front()).take();
}

Result<Activations> Model::activations(std::span<const TensorView> inputs,
                                       const ComputeOptions& options) const {
  TRY(check_inputs(inputs));
  std::vector<Value> values(nodes().size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    Value& value = values[place(state_->input_nodes[i])];
    value.view = inputs[i];
    TRY(own(value));
  }
  Activations activations;
  for (std::size_t n = 0; n < nodes().size(); ++n) {
    const ModelNode& node = nodes()[n];
    if (!node.inputs.empty()) {
      TRY_ASSIGN(auto value, evaluate(*node.layer, inputs_of(node, values), options));
      values[n] = std::move(value);
    }
    activations.push_back(*values[n].owner);
  }
  return activations;
}

Result<Activations> Model::activations(const TensorView& input,
                                       const ComputeOptions& options) const {
  return activations(std::span(&input, 1), options);
}

Result<Activations> Model::recompute(const Activations& previous,
                                     std::span<const int> changed_layers,
                                     const ComputeOptions& options) const {
  assert(previous.size() == nodes().size());
  std::vector<bool> stale(nodes().size(), false);
  for (const int index : changed_layers) {
    const LayerHandle changed = layer(index).handle();
    for (std::size_t n = 0; n < nodes().size(); ++n) {
      if (nodes()[n].layer == changed && !nodes()[n].inputs.empty()) stale[n] = true;
    }
  }
  std::vector<Value> values;
  for (const SharedTensor& tensor : previous) values.push_back(owned(tensor));
  Activations activations = previous;
  for (std::size_t n = 0; n < nodes().size(); ++n) {
    const ModelNode& node = nodes()[n];
    for (const int input : node.inputs) {
      if (stale[place(input)]) stale[n] = true;
    }
    if (!stale[n]) continue;
    TRY_ASSIGN(auto value, evaluate(*node.layer, inputs_of(node, values), options));
    values[n] = std::move(value);
    activations[n] = *values[n].owner;
  }
  return activations;
}

Result<Activations> Model::recompute(const Activations& previous, int changed_layer,
                                     const ComputeOptions& options) const {
  return recompute(previous, std::span(&changed_layer, 1), options);
}

}  // namespace convlens::nn
