#include <algorithm>
#include <cassert>
#include <utility>

#include "nn/graph/model.h"
#include "nn/graph/model_cost.h"
#include "nn/graph/model_state.h"

// How a model computes: predict(), activations() and recompute(). Many items: model_batches.cpp.
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
                       const ComputeOptions& options, std::span<const Layer* const> then = {}) {
  if (layer.keeps_values() && inputs.size() == 1) {
    TRY_ASSIGN(const auto shape, kept_shape(layer, inputs[0]->view));
    Value kept{TensorView(inputs[0]->view.values(), shape), inputs[0]->owner};
    if (kept.owner) kept.owner = kept.owner->reshaped(shape);
    return kept;
  }
  std::vector<TensorView> views;
  for (const Value* input : inputs) views.push_back(input->view);
  TRY_ASSIGN(auto tensor, layer.compute(views, options, then));
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

// Which nodes need a node's value.
struct Uses {
  std::size_t last = 0;  // a node after all others for the model's outputs
  int count = 0;
};

std::vector<Uses> uses_of(std::span<const ModelNode> nodes, const std::vector<int>& outputs) {
  std::vector<Uses> uses(nodes.size());
  const auto add = [&uses](int node, std::size_t by) {
    uses[place(node)].last = by;
    ++uses[place(node)].count;
  };
  for (std::size_t node = 0; node < nodes.size(); ++node) {
    for (const int input : nodes[node].inputs) add(input, node);
  }
  for (const int output : outputs) add(output, nodes.size());
  return uses;
}

// Layers behind a node of which each only changes the pixels of the one before and is the only one
// that needs them: no more is kept than the last one's value, at this node.
struct Chain {
  std::vector<const Layer*> layers;
  std::size_t last = 0;
};

Chain chain_behind(std::span<const ModelNode> nodes, std::size_t node,
                   const std::vector<Uses>& uses) {
  Chain chain{{}, node};
  if (nodes[node].layer->keeps_values()) return chain;
  while (uses[chain.last].count == 1 && uses[chain.last].last < nodes.size()) {
    const ModelNode& next = nodes[uses[chain.last].last];
    if (next.inputs.size() != 1 || !next.layer->changes_pixels(next.value.shape().rank())) break;
    chain.layers.push_back(&*next.layer);
    chain.last = uses[chain.last].last;
  }
  return chain;
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

Result<std::vector<Shape>> Model::value_shapes(std::span<const Shape> inputs) const {
  std::vector<Shape> shapes(nodes().size());
  for (std::size_t i = 0; i < inputs.size(); ++i) shapes[place(state_->input_nodes[i])] = inputs[i];
  for (std::size_t n = 0; n < nodes().size(); ++n) {
    const ModelNode& node = nodes()[n];
    if (node.inputs.empty()) continue;
    std::vector<Shape> taken;
    for (const int input : node.inputs) taken.push_back(shapes[place(input)]);
    TRY_ASSIGN(shapes[n], node.layer->output_shape(taken));
  }
  return shapes;
}

Result<std::vector<SharedTensor>> Model::compute_together(std::span<const TensorView> inputs,
                                                          const ComputeOptions& options) const {
  std::vector<Value> values(nodes().size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    values[place(state_->input_nodes[i])].view = inputs[i];
  }
  const std::vector<Uses> uses = uses_of(nodes(), state_->output_nodes);
  std::vector<bool> is_passed(nodes().size(), false);  // computed with one before it
  for (std::size_t n = 0; n < nodes().size(); ++n) {
    const ModelNode& node = nodes()[n];
    if (node.inputs.empty() || is_passed[n]) continue;
    const Chain chain = chain_behind(nodes(), n, uses);
    TRY_ASSIGN(auto value, evaluate(*node.layer, inputs_of(node, values), options, chain.layers));
    for (std::size_t passed = n; passed != chain.last; passed = uses[passed].last) {
      is_passed[uses[passed].last] = true;
    }
    values[chain.last] = std::move(value);
    for (const int input : node.inputs) {
      if (uses[place(input)].last == n) values[place(input)] = {};
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
  if (!state_->kept.has(inputs)) {
    TRY_ASSIGN(const auto shapes, value_shapes(given_shapes(inputs)));
    const ModelCost cost = cost_of(*this, shapes);
    TRY(check_cost(cost.kept_bytes, cost.seconds));
    state_->kept.remember(inputs);
  }
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
