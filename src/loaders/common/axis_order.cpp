#include "loaders/common/axis_order.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <vector>

namespace convlens::loaders {

int moved_axis(int axis, int rank, Order order) {
  const int positive = axis < 0 ? axis + rank : axis;
  if (order != Order::kMovedLast || rank != 4 || positive <= 0 || positive >= rank) return axis;
  return positive == 1 ? 3 : positive - 1;
}

nn::PartialShape moved_shape(const nn::PartialShape& shape) {
  assert(shape.rank() == 4);
  return {shape[0], shape[2], shape[3], shape[1]};
}

Result<Layout> flattened(const nn::PartialShape& shape) {
  for (int axis = 1; axis < 4; ++axis) {
    if (!shape.is_known(axis)) {
      return fail("flattening (N, C, H, W) is supported where all three are known, found {}",
                  to_string(shape));
    }
  }
  if (shape[3] == 1 || (shape[1] == 1 && shape[2] == 1)) return Layout{};
  return Layout{Order::kFlatMoved, {shape[1], shape[2], shape[3]}};
}

Result<Tensor> transposed(const TensorView& input, std::span<const int> order) {
  const auto rank = static_cast<std::size_t>(input.shape().rank());
  assert(order.size() == rank);
  // The step in `input` of each of its axes, then of each axis of the result.
  std::vector<std::size_t> input_steps(rank, 1);
  for (std::size_t axis = rank; axis-- > 1;) {
    input_steps[axis - 1] =
        input_steps[axis] * static_cast<std::size_t>(input.shape()[static_cast<int>(axis)]);
  }
  std::vector<std::size_t> steps(rank);
  std::vector<std::int64_t> extents(rank);
  for (std::size_t axis = 0; axis < rank; ++axis) {
    steps[axis] = input_steps[static_cast<std::size_t>(order[axis])];
    extents[axis] = input.shape()[order[axis]];
  }
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  auto output = Tensor::create(shape);
  if (!output) return output;
  std::vector<std::int64_t> index(rank);
  std::size_t source = 0;
  for (float& value : output->values()) {
    value = input.data()[source];
    for (std::size_t axis = rank; axis-- > 0;) {
      source += steps[axis];
      if (++index[axis] < extents[axis]) break;
      source -= steps[axis] * static_cast<std::size_t>(extents[axis]);
      index[axis] = 0;
    }
  }
  return output;
}

Result<Tensor> flat_moved(const TensorView& input, const Layout& layout) {
  assert(layout.order == Order::kFlatMoved && input.shape().rank() >= 1);
  const auto [height, width, channels] = layout.extents;
  if (input.shape()[0] != height * width * channels) {
    return fail("its weights should be for {} values, found the shape {}",
                height * width * channels, to_string(input.shape()));
  }
  auto output = Tensor::create(input.shape());
  if (!output || output->size() == 0) return output;
  const std::int64_t pixels = height * width;
  const auto row = output->size() / static_cast<std::size_t>(input.shape()[0]);
  float* destination = output->data();
  for (std::int64_t pixel = 0; pixel < pixels; ++pixel) {
    for (std::int64_t c = 0; c < channels; ++c) {
      const float* source = input.data() + static_cast<std::size_t>(c * pixels + pixel) * row;
      destination = std::copy(source, source + row, destination);
    }
  }
  return output;
}

void turn_kernel(Tensor& kernel) {
  assert(kernel.shape().rank() == 4);
  const std::int64_t positions = kernel.shape()[0] * kernel.shape()[1];
  if (kernel.size() == 0) return;
  // Both axes reversed is all positions in reverse; the values of one position stay together.
  const auto step = static_cast<std::ptrdiff_t>(kernel.size()) / positions;
  float* values = kernel.data();
  for (std::int64_t i = 0; i < positions / 2; ++i) {
    std::swap_ranges(values + i * step, values + (i + 1) * step,
                     values + (positions - 1 - i) * step);
  }
}

}  // namespace convlens::loaders
