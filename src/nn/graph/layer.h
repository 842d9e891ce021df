#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conv/conv2d.h"
#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/activation.h"
#include "nn/graph/partial_shape.h"
#include "nn/graph/settings.h"

namespace convlens::nn {

class Layer;
using LayerPtr = std::shared_ptr<const Layer>;

// One array of a layer's parameters under Keras' name for it: "kernel", "bias", "gamma", ...
struct Weight {
  std::string name;
  std::shared_ptr<const Tensor> value;  // never null, never changed once shared
};

// How to compute, none of which changes what is computed beyond rounding.
struct ComputeOptions {
  conv::Engine engine = conv::Engine::kAuto;
  int threads = 0;  // at most so many; 0: one for each core
  // What a layer that finishes() hands on to its convolution. Layer sets it.
  conv::Finish finish = {};
};

// Changes whole pixels in place, (..., C). Safe to call from several threads.
using PixelWork = std::function<void(std::span<float> pixels)>;

// One operation of a network with its parameters. Immutable once made, so any number of models and
// threads may share it; a change makes another layer that shares what did not change. Tensors are
// NHWC, their first axis is the batch.
class Layer {
 public:
  virtual ~Layer() = default;
  Layer& operator=(const Layer&) = delete;

  const std::string& name() const { return name_; }
  // Keras' class name: "Conv2D".
  virtual std::string_view type() const = 0;
  std::span<const Weight> weights() const { return weights_; }
  // Elements of all weights together that are parameters, as Keras' count_params() counts them.
  std::size_t parameter_count() const;
  // What is applied to the result; kLinear where the layer has none.
  Activation activation() const { return activation_; }

  // The shape of compute()'s result, the batch's extent kept; errors name the layer, what it
  // expected and what it found.
  Result<PartialShape> output_shape(std::span<const PartialShape> inputs) const;
  Result<Shape> output_shape(std::span<const Shape> inputs) const;

  // The layer's value at these inputs (most layers take one). Errors as output_shape(), or lack of
  // memory. Safe to call from several threads.
  // Then, of the result, what these layers compute, all of which have pixel_work(): the same as one
  // after the other, in one pass.
  Result<Tensor> compute(std::span<const TensorView> inputs, const ComputeOptions& options = {},
                         std::span<const Layer* const> then = {}) const;
  // The same without the activation: a convolution's sums before its ReLU.
  Result<Tensor> compute_before_activation(std::span<const TensorView> inputs,
                                           const ComputeOptions& options = {}) const;

  // The layer of Keras that does the same, with this one's weights in their order; nothing where
  // there is none.
  virtual std::optional<KerasForm> keras_form() const { return std::nullopt; }

  // How long one value of the result takes on one core, in the time that reading or copying one
  // does, roughly.
  static constexpr double kSecondsOfValue = 1e-9;
  virtual double steps_of_value() const { return 1.0; }

  // What the layer computes of an input of this shape, (..., C), where it does so for each pixel by
  // itself; else an empty function. It may not outlive the layer.
  PixelWork pixel_work(const Shape& shape) const;
  // Whether it has, of inputs of so many axes.
  bool changes_pixels(int rank) const { return static_cast<bool>(own_pixel_work(rank)); }

  // Whether the result holds the input's values in their order, perhaps under another shape
  // (Flatten, Dropout), so that a model need not copy them.
  virtual bool keeps_values() const { return false; }

  // The same layer with other weights: one value for each of weights(), in that order and of the
  // same shapes. Passing a weight's own pointer shares it.
  Result<LayerPtr> with_weights(std::vector<std::shared_ptr<const Tensor>> values) const;
  // The same with one weight replaced, by its name.
  Result<LayerPtr> with_weight(std::string_view weight_name, Tensor value) const;
  // The same under another name.
  LayerPtr renamed(std::string name) const;

  // Whether Keras' model.layers has it: not what is an operation there (x * 2, keras.ops), nor what
  // is part of another layer.
  bool is_counted() const { return is_counted_; }
  LayerPtr uncounted() const;
  // The same where its arrays are settings of the network, as the 2 of x * 2 is, no parameters.
  LayerPtr without_parameters() const;

 protected:
  Layer(std::string name, std::vector<Weight> weights, Activation activation);
  Layer(const Layer&) = default;

  const Tensor& weight(std::size_t index) const { return *weights_[index].value; }

 private:
  // The rule behind output_shape(); its errors need not name the layer. Extents are never 0.
  virtual Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const = 0;
  // Whether evaluate() applies this activation by itself.
  virtual bool fuses(Activation /*activation*/) const { return false; }
  // Whether evaluate() sees to options.finish.
  virtual bool finishes() const { return false; }
  // pixel_work() without the activation.
  virtual PixelWork own_pixel_work(int /*rank*/) const { return {}; }
  // Whether evaluate() writes every value itself, so that none needs to be set to 0 before.
  virtual bool writes_all() const { return false; }
  // Fills `output`, which has the inferred shape and holds zeros, unless writes_all(). `fused` is
  // an activation for which fuses() is true, or kLinear. May throw std::bad_alloc.
  virtual Status evaluate(std::span<const TensorView> inputs, Activation fused,
                          const ComputeOptions& options, Tensor& output) const = 0;
  virtual std::shared_ptr<Layer> copied() const = 0;

  Result<Tensor> compute_with(Activation activation, std::span<const TensorView> inputs,
                              const ComputeOptions& options,
                              std::span<const Layer* const> then) const;

  std::string name_;
  std::vector<Weight> weights_;
  Activation activation_;
  bool is_counted_ = true;
  bool has_parameters_ = true;
};

// Base of the concrete layers: gives Derived, which must be copyable, its copied().
template <typename Derived>
class LayerOf : public Layer {
 protected:
  using Layer::Layer;

 private:
  std::shared_ptr<Layer> copied() const override {
    return std::make_shared<Derived>(static_cast<const Derived&>(*this));
  }
};

}  // namespace convlens::nn
