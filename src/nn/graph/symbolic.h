#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/layer.h"
#include "nn/graph/partial_shape.h"

namespace convlens::nn {

class Symbolic;

// A layer that can be called as Keras' layers are: on tensors it computes, on symbolic values it
// builds a graph. A value, cheap to copy; never empty.
class LayerHandle {
 public:
  LayerHandle(LayerPtr layer);

  const Layer& operator*() const { return *layer_; }
  const Layer* operator->() const { return layer_.get(); }
  const LayerPtr& pointer() const { return layer_; }

  Result<Tensor> operator()(const TensorView& input) const;
  Result<Tensor> operator()(const Tensor& input) const { return (*this)(input.view()); }
  // Passes an error on, so that calls can be nested: conv2(conv1(x)).
  Result<Tensor> operator()(const Result<Tensor>& input) const;
  Result<Tensor> operator()(std::initializer_list<TensorView> inputs) const;

  Symbolic operator()(const Symbolic& input) const;
  Symbolic operator()(std::initializer_list<Symbolic> inputs) const;
  Symbolic operator()(std::span<const Symbolic> inputs) const;

  // The same layer, not merely an equal one.
  friend bool operator==(const LayerHandle&, const LayerHandle&) = default;

 private:
  LayerPtr layer_;
};

// The value that a layer would have: a layer, what it was called on, and the shape of the result. A
// cheap copy of a shared, immutable graph. A call that does not fit gives a symbolic value that
// carries the error on through later calls to Model::create().
class Symbolic {
 public:
  // A graph deeper than this is an error, so that walking and freeing it cannot exhaust the stack.
  static constexpr int kMaxDepth = 2000;

  const LayerHandle& layer() const { return node_->layer; }
  std::span<const Symbolic> inputs() const { return node_->inputs; }
  // With the batch in front. Of rank 0 where there is an error.
  const PartialShape& shape() const { return node_->shape; }
  // What went wrong in this call or one before it; an empty message where nothing did.
  const Error& error() const { return node_->error; }
  bool is_valid() const { return node_->error.message.empty(); }

  // The same call, not merely an equal one.
  friend bool operator==(const Symbolic&, const Symbolic&) = default;
  // The order in which the calls were made.
  friend bool operator<(const Symbolic& a, const Symbolic& b) {
    return a.node_->serial < b.node_->serial;
  }

 private:
  struct Node {
    LayerHandle layer;
    std::vector<Symbolic> inputs;
    PartialShape shape;
    int depth = 0;
    Error error;
    std::uint64_t serial = next_serial();
  };

  explicit Symbolic(Node node) : node_(std::make_shared<const Node>(std::move(node))) {}
  static std::uint64_t next_serial();
  static Symbolic call(const LayerHandle& layer, std::span<const Symbolic> inputs);
  static Symbolic failed(const LayerHandle& layer, Error error);

  friend class LayerHandle;
  friend Symbolic input(const PartialShape& item_shape, std::string name);
  friend Symbolic input_of(const LayerHandle& input_layer);

  std::shared_ptr<const Node> node_;
};

// Keras' Input(shape=...): where a graph begins. `item_shape` is one item's, without the batch.
Symbolic input(const PartialShape& item_shape, std::string name = "input_layer");

// The symbolic value of an InputLayer made by input_layer().
Symbolic input_of(const LayerHandle& input_layer);

// Keras' InputLayer; `shape` has the batch in front, usually PartialShape::kUnknown. Called on a
// tensor it gives it back, or says how its shape differs.
LayerHandle input_layer(const PartialShape& shape, std::string name = "input_layer");
// Whether a layer is one of these.
bool is_input_layer(const Layer& layer);

}  // namespace convlens::nn
