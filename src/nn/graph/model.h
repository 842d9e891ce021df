#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/layer.h"
#include "nn/graph/partial_shape.h"
#include "nn/graph/shared_tensor.h"
#include "nn/graph/symbolic.h"

namespace convlens::nn {

class Model;
struct Graph;

// One call of a layer in a model. A layer that is called twice has two nodes.
struct ModelNode {
  LayerHandle layer;
  std::vector<int> inputs;  // nodes, all of them before this one
  Symbolic value;
};

// A row of the layer table.
struct SummaryRow {
  std::optional<int> number;  // as ModelLayer has it
  std::string name;
  std::string type;
  PartialShape output_shape;
  std::size_t parameters = 0;
};

// A call of a layer as part of a model, a row of the layer table. Layers of networks within the
// model have rows of their own behind that of their network, called NETWORK/LAYER; so has a further
// call of a layer, called LAYER#2.
class ModelLayer {
 public:
  const LayerHandle& handle() const { return layer_; }
  const Layer* operator->() const { return &*layer_; }
  // The row.
  int index() const { return index_; }
  // The place in Keras' model.layers; nothing for a layer within a network, a further call, and
  // what Keras does not count.
  std::optional<int> number() const { return number_; }
  // 0 for the layer's first call in this model.
  int call() const { return call_; }
  // "conv", "base/conv", "relu#2".
  std::string name() const;
  // Its call's place among the model's nodes and activations.
  int node() const { return node_; }
  // The symbolic result and inputs of that call, from which other models can be made.
  const Symbolic& output() const { return output_; }
  std::span<const Symbolic> inputs() const { return output_.inputs(); }

 private:
  friend class Model;
  ModelLayer(int index, std::optional<int> number, int call, int node, Symbolic output)
      : index_(index),
        number_(number),
        call_(call),
        layer_(output.layer()),
        node_(node),
        output_(std::move(output)) {}

  int index_;
  std::optional<int> number_;
  int call_;
  LayerHandle layer_;
  int node_;
  Symbolic output_;
};

// The value of every node of a model at one input, in the order of its nodes.
using Activations = std::vector<SharedTensor>;

// A network: calls of layers in an order in which each comes after what it needs. A value: cheap to
// copy, never changed, sharing its layers and their weights with every model made from it.
class Model {
 public:
  // Keras' Model(inputs, outputs): all calls between the two. An input may be any symbolic value;
  // what lies before it is left out and an InputLayer takes its place. Errors: the first that a
  // call carries, an output that hangs on something not among the inputs, two layers of one name,
  // no input or no output.
  static Result<Model> create(std::vector<Symbolic> inputs, std::vector<Symbolic> outputs,
                              std::string name = "functional");
  static Result<Model> create(const Symbolic& input, const Symbolic& output,
                              std::string name = "functional");
  static Result<Model> create(std::span<const Symbolic> inputs, const Symbolic& output,
                              std::string name = "functional");
  // Keras' Sequential: each layer on the result of the one before. `item_shape` is one item's,
  // without the batch.
  static Result<Model> sequential(const PartialShape& item_shape,
                                  const std::vector<LayerHandle>& layers,
                                  std::string name = "sequential");

  const std::string& name() const;
  bool is_sequential() const;
  std::span<const Symbolic> inputs() const;
  std::span<const Symbolic> outputs() const;
  // Where each output stands among the nodes and the activations.
  std::span<const int> output_nodes() const;

  // The layer table: Keras' model.layers in its order, by depth, and as a walk from the outputs
  // meets them, without the InputLayer of a sequential model; after each network its layers, and
  // further calls behind the rows that they are called on.
  int layer_count() const;
  ModelLayer layer(int index) const;  // index in [0, layer_count())
  std::vector<ModelLayer> layers() const;
  // By name; the error lists the names there are.
  Result<ModelLayer> layer(std::string_view name) const;
  // A layer's name behind those of the networks around it: "base", "conv".
  std::span<const std::string> path(int index) const;

  std::span<const ModelNode> nodes() const;
  // Elements of all weights; those of a layer called twice count once.
  std::size_t parameter_count() const;
  // Of a row; of a network those of its layers.
  std::size_t parameter_count(int index) const;
  std::vector<SummaryRow> summary() const;

  // The one output of a model with one input; an error for any other model, or an input that does
  // not fit. `input` is (N, ...): a single item needs its batch axis.
  Result<Tensor> predict(const TensorView& input, const ComputeOptions& options = {}) const;
  // All outputs, in order. Of many items, so many at a time as the cache holds. Intermediate
  // results are freed as soon as nothing needs them.
  Result<std::vector<SharedTensor>> compute(std::span<const TensorView> inputs,
                                            const ComputeOptions& options = {}) const;
  // A model is called as a layer is: on tensors it predicts, on a symbolic value it becomes one
  // layer of another model.
  Result<Tensor> operator()(const TensorView& input) const { return predict(input); }
  Result<Tensor> operator()(const Tensor& input) const { return predict(input); }
  Symbolic operator()(const Symbolic& input) const { return as_layer()(input); }

  // What the value of each node would be at inputs of these shapes. Errors where they do not fit.
  Result<std::vector<Shape>> value_shapes(std::span<const Shape> inputs) const;

  // Every node's value, kept. An error, too, where that would be more than check_cost() allows.
  Result<Activations> activations(std::span<const TensorView> inputs,
                                  const ComputeOptions& options = {}) const;
  Result<Activations> activations(const TensorView& input,
                                  const ComputeOptions& options = {}) const;
  // The same where `previous` are the activations of a model that differs from this one only in the
  // given layers (indices in layers()): what does not depend on them is shared, not computed.
  Result<Activations> recompute(const Activations& previous, std::span<const int> changed_layers,
                                const ComputeOptions& options = {}) const;
  Result<Activations> recompute(const Activations& previous, int changed_layer,
                                const ComputeOptions& options = {}) const;

  // This model with another layer in one place, everything else shared. Errors where the new one
  // does not fit.
  Result<Model> with_layer(int index, const LayerHandle& replacement) const;

  // This model, which has one output, as one layer of another. Called on as many inputs as the
  // model has. In the model that is made of the call its layers stand for it, named NAME/LAYER, and
  // behind them a layer called NAME that hands their result on; not where this model is only the
  // beginning of that network.
  LayerHandle as_layer(bool is_whole = true) const;

  // The same model where it is the beginning of a network with these layers: they number its own.
  Model numbered_as(std::span<const std::string> names) const;

  // The same layers (by identity) in the same order and places.
  friend bool operator==(const Model& a, const Model& b);

 private:
  struct State;
  explicit Model(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  static Result<Model> build(std::vector<Symbolic> inputs, std::vector<Symbolic> outputs,
                             std::string name, bool is_sequential);
  static State state_of(const Graph& graph, std::vector<Symbolic> inputs,
                        std::vector<Symbolic> outputs);
  Status check_inputs(std::span<const TensorView> inputs) const;
  // compute() of inputs that fit.
  Result<std::vector<SharedTensor>> compute_together(std::span<const TensorView> inputs,
                                                     const ComputeOptions& options) const;

  std::shared_ptr<const State> state_;
};

}  // namespace convlens::nn
