#include "nn/graph/symbolic.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <utility>

namespace convlens::nn {
namespace {

class InputLayer final : public LayerOf<InputLayer> {
 public:
  InputLayer(std::string name, const PartialShape& shape)
      : LayerOf(std::move(name), {}, Activation::kLinear), shape_(shape) {}

  std::string_view type() const override { return "InputLayer"; }
  bool keeps_values() const override { return true; }
  const PartialShape& shape() const { return shape_; }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    if (inputs.size() != 1) return fail("expected 1 input, found {}", inputs.size());
    if (!shape_.accepts(inputs[0])) {
      const bool lacks_batch = inputs[0].rank() + 1 == shape_.rank();
      return fail("the input must be of shape {}, found {}{}", to_string(shape_),
                  to_string(inputs[0]),
                  lacks_batch ? word(", which lacks the axis of the batch") : word(""));
    }
    return inputs[0];
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    std::copy(inputs[0].values().begin(), inputs[0].values().end(), output.data());
    return {};
  }

  PartialShape shape_;
};

}  // namespace

LayerHandle::LayerHandle(LayerPtr layer) : layer_(std::move(layer)) { assert(layer_ != nullptr); }

Result<Tensor> LayerHandle::operator()(const TensorView& input) const {
  return layer_->compute({&input, 1});
}

Result<Tensor> LayerHandle::operator()(const Result<Tensor>& input) const {
  if (!input) return fail(input.error());
  return (*this)(input->view());
}

Result<Tensor> LayerHandle::operator()(std::initializer_list<TensorView> inputs) const {
  return layer_->compute({inputs.begin(), inputs.size()});
}

Symbolic LayerHandle::operator()(const Symbolic& input) const {
  return Symbolic::call(*this, {&input, 1});
}

Symbolic LayerHandle::operator()(std::initializer_list<Symbolic> inputs) const {
  return Symbolic::call(*this, {inputs.begin(), inputs.size()});
}

Symbolic LayerHandle::operator()(std::span<const Symbolic> inputs) const {
  return Symbolic::call(*this, inputs);
}

std::uint64_t Symbolic::next_serial() {
  static std::atomic<std::uint64_t> made{0};
  return made++;
}

Symbolic Symbolic::failed(const LayerHandle& layer, Error error) {
  return Symbolic(Node{layer, {}, {}, 0, std::move(error)});
}

Symbolic Symbolic::call(const LayerHandle& layer, std::span<const Symbolic> inputs) {
  std::vector<PartialShape> shapes;
  int depth = 0;
  for (const Symbolic& input : inputs) {
    if (!input.is_valid()) return failed(layer, input.error());
    shapes.push_back(input.shape());
    depth = std::max(depth, input.node_->depth + 1);
  }
  if (depth > kMaxDepth) {
    return failed(layer, Error(phrase("{}: a network may be {} layers deep, this one is deeper",
                                      layer->name(), int{kMaxDepth})));
  }
  const auto shape = layer->output_shape(shapes);
  if (!shape) return failed(layer, shape.error());
  return Symbolic(Node{layer, {inputs.begin(), inputs.end()}, *shape, depth, {}});
}

Symbolic input(const PartialShape& item_shape, std::string name) {
  std::vector<std::int64_t> extents{PartialShape::kUnknown};
  extents.insert(extents.end(), item_shape.extents().begin(), item_shape.extents().end());
  const auto shape = PartialShape::checked(extents);
  if (shape) return input_of(input_layer(*shape, std::move(name)));
  return Symbolic::failed(input_layer(item_shape, std::move(name)), shape.error());
}

Symbolic input_of(const LayerHandle& input_layer) {
  const auto* layer = dynamic_cast<const InputLayer*>(&*input_layer);
  assert(layer != nullptr);
  return Symbolic(Symbolic::Node{input_layer, {}, layer->shape(), 0, {}});
}

LayerHandle input_layer(const PartialShape& shape, std::string name) {
  return LayerHandle(std::make_shared<const InputLayer>(std::move(name), shape));
}

bool is_input_layer(const Layer& layer) {
  return dynamic_cast<const InputLayer*>(&layer) != nullptr;
}

}  // namespace convlens::nn
