#include "core/tensor.h"

#include <algorithm>
#include <cassert>
#include <new>
#include <utility>

namespace convlens {

TensorView::TensorView(std::span<const float> values, const Shape& shape)
    : values_(values), shape_(shape) {
  assert(values.size() == shape.element_count());
}

Tensor::Tensor(const Shape& shape, Uninitialized /*tag*/)
    : size_(shape.element_count()), shape_(shape) {
  data_ = {static_cast<float*>(take_block(size_ * sizeof(float))), BlockDelete{size_}};
}

Tensor::Tensor(const Shape& shape) : Tensor(shape, Uninitialized{}) {
  std::fill_n(data_.get(), size_, 0.0f);
}

Tensor::Tensor(const Shape& shape, std::span<const float> values) : Tensor(shape, Uninitialized{}) {
  assert(values.size() == size_);
  std::copy(values.begin(), values.end(), data_.get());
}

Result<Tensor> Tensor::create(const Shape& shape) {
  try {
    return Tensor(shape);
  } catch (const std::bad_alloc&) {
    return fail("there is not enough memory for an array of shape {}", to_string(shape));
  }
}

Result<Tensor> Tensor::uninitialized(const Shape& shape) {
  try {
    return Tensor(shape, Uninitialized{});
  } catch (const std::bad_alloc&) {
    return fail("there is not enough memory for an array of shape {}", to_string(shape));
  }
}

Tensor::Tensor(Tensor&& other) noexcept
    : data_(std::move(other.data_)),
      size_(std::exchange(other.size_, 0)),
      shape_(std::exchange(other.shape_, Shape{0})) {}

Tensor& Tensor::operator=(Tensor&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  std::swap(shape_, other.shape_);
  return *this;
}

Tensor Tensor::clone() const { return Tensor(shape_, values()); }

Tensor Tensor::reshaped(const Shape& shape) && {
  assert(shape.element_count() == size_);
  Tensor result = std::move(*this);
  result.shape_ = shape;
  return result;
}

void Tensor::BlockDelete::operator()(float* data) const { give_block(data, size * sizeof(float)); }

}  // namespace convlens
