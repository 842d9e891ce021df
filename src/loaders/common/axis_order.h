#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/partial_shape.h"

// Networks that are written for channels in front, (N, C, H, W), as Keras' channels_first and all
// of ONNX and Caffe, are computed here with channels last. This file keeps account of which axis of
// the file's has become which.
namespace convlens::loaders {

enum class Order {
  kSame,       // the axes are the file's
  kMovedLast,  // the file's (N, C, H, W), held as (N, H, W, C)
  kFlatMoved,  // the file's (N, C * H * W), held as (N, H * W * C)
};

// How a value within the network is held.
struct Layout {
  Order order = Order::kSame;
  // Of the picture that was flattened: H, W, C. For kFlatMoved only.
  std::array<std::int64_t, 3> extents{};

  friend bool operator==(const Layout&, const Layout&) = default;
};

// The axis of ours that the file's has become, in a value of this rank; -1 is the file's last.
int moved_axis(int axis, int rank, Order order);

// (N, C, H, W) -> (N, H, W, C).
nn::PartialShape moved_shape(const nn::PartialShape& shape);

// How a picture (N, H, W, C) that the file has as (N, C, H, W) is held once it is flattened. An
// error where one of the three is not known.
Result<Layout> flattened(const nn::PartialShape& shape);

// The axes of `input` in another order: axis i of the result is axis order[i] of `input`.
Result<Tensor> transposed(const TensorView& input, std::span<const int> order);

// The rows of an array (C * H * W, ...), which belongs to a value of this kFlatMoved layout,
// reordered to (H * W * C, ...). An error where it has another number of rows.
Result<Tensor> flat_moved(const TensorView& input, const Layout& layout);

// A kernel (KH, KW, A, B) turned by 180 degrees: Theano convolves where the others correlate.
void turn_kernel(Tensor& kernel);

}  // namespace convlens::loaders
