#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "core/large_blocks.h"
#include "core/result.h"
#include "core/shape.h"

namespace convlens {

// Read access to float32 values in row-major order, owned by somebody else.
class TensorView {
 public:
  TensorView() = default;
  TensorView(std::span<const float> values, const Shape& shape);

  const Shape& shape() const { return shape_; }
  const float* data() const { return values_.data(); }
  std::span<const float> values() const { return values_; }

 private:
  std::span<const float> values_;
  Shape shape_{0};
};

// Owning float32 array, row-major (NHWC for images and maps, HWIO for kernels), its first element
// on a 64-byte boundary. Copies are explicit: clone().
class Tensor {
 public:
  static constexpr std::size_t kAlignment = kBlockAlignment;
  // Of a tensor that holds whatever stood in its memory: for a result of which every value will be
  // written.
  struct Uninitialized {};

  Tensor() = default;
  // Zero-filled. For shapes that the program itself chose; throws std::bad_alloc without memory.
  explicit Tensor(const Shape& shape);
  Tensor(const Shape& shape, Uninitialized tag);
  Tensor(const Shape& shape, std::span<const float> values);
  // Zero-filled, for shapes that came from outside: lacking memory is an error, not an exception.
  static Result<Tensor> create(const Shape& shape);
  static Result<Tensor> uninitialized(const Shape& shape);

  Tensor(Tensor&& other) noexcept;
  Tensor& operator=(Tensor&& other) noexcept;

  Tensor clone() const;
  // The same values under another shape with the same number of elements.
  Tensor reshaped(const Shape& shape) &&;

  const Shape& shape() const { return shape_; }
  std::size_t size() const { return size_; }
  float* data() { return data_.get(); }
  const float* data() const { return data_.get(); }
  std::span<float> values() { return {data_.get(), size_}; }
  std::span<const float> values() const { return {data_.get(), size_}; }
  TensorView view() const { return {values(), shape_}; }
  operator TensorView() const { return view(); }

 private:
  struct BlockDelete {
    std::size_t size;  // values
    void operator()(float* data) const;
  };

  std::unique_ptr<float[], BlockDelete> data_;
  std::size_t size_ = 0;
  Shape shape_{0};
};

}  // namespace convlens
