#pragma once

#include <memory>
#include <utility>

#include "core/tensor.h"

namespace convlens::nn {

// Values that several owners hold and none changes, each under a shape of its own: the activations
// of a model, of which a flattened one is the same memory as the one before. Cheap to copy.
class SharedTensor {
 public:
  SharedTensor() : SharedTensor(Tensor()) {}
  explicit SharedTensor(Tensor tensor)
      : shape_(tensor.shape()), tensor_(std::make_shared<Tensor>(std::move(tensor))) {}

  const Shape& shape() const { return shape_; }
  std::span<const float> values() const { return static_cast<const Tensor&>(*tensor_).values(); }
  TensorView view() const { return {values(), shape_}; }
  operator TensorView() const { return view(); }

  // The same values under another shape with the same number of elements.
  SharedTensor reshaped(const Shape& shape) const {
    SharedTensor result = *this;
    result.shape_ = shape;
    return result;
  }

  // The values as a tensor of its own: moved where nobody else holds them, else copied.
  Tensor take() && {
    if (tensor_.use_count() == 1) return std::move(*tensor_).reshaped(shape_);
    return Tensor(shape_, values());
  }

  // Whether both are the same memory.
  bool shares_with(const SharedTensor& other) const { return tensor_ == other.tensor_; }

 private:
  Shape shape_;
  std::shared_ptr<Tensor> tensor_;  // never null; changed only when taken by its last holder
};

}  // namespace convlens::nn
