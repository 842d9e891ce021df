#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/tensor.h"

// Ways through the values of an array.
namespace convlens::nn {

// Calls visit(run, offset) for each run of the innermost axis of `shape`, in order: `offset` is
// where that run stands in an array whose extents of 1 are repeated to `shape`.
template <typename Visit>
void for_each_run(const Shape& shape, const Shape& repeated, const Visit& visit) {
  const int last = shape.rank() - 1;
  std::array<std::int64_t, Shape::kMaxRank> at{};
  const auto runs =
      static_cast<std::int64_t>(shape.element_count()) / std::max<std::int64_t>(shape[last], 1);
  for (std::int64_t run = 0; run < runs; ++run) {
    std::int64_t offset = 0;
    for (int axis = 0; axis < last; ++axis) {
      const auto i = static_cast<std::size_t>(axis);
      offset = offset * repeated[axis] + (repeated[axis] == 1 ? 0 : at[i]);
    }
    visit(run, offset * repeated[last]);
    for (int axis = last - 1; axis >= 0; --axis) {
      const auto i = static_cast<std::size_t>(axis);
      if (++at[i] < shape[axis]) break;
      at[i] = 0;
    }
  }
}

// function(value of output, value of input), extents of 1 of the input repeated.
template <typename Function>
void for_each_value(const TensorView& input, Tensor& output, const Function& function) {
  const Shape& shape = output.shape();
  const int last = shape.rank() - 1;
  const std::int64_t step = input.shape()[last] == 1 ? 0 : 1;
  for_each_run(shape, input.shape(), [&](std::int64_t run, std::int64_t offset) {
    float* out = output.data() + run * shape[last];
    const float* in = input.data() + offset;
    for (std::int64_t i = 0; i < shape[last]; ++i, ++out, in += step) function(*out, *in);
  });
}

// The places of an array in groups: those that differ along some axes alone.
struct AxisGroups {
  std::vector<std::int64_t> starts;  // of each group, in the order of the other axes
  std::vector<std::int64_t> steps;   // from its start to each of its values, in their order
};
// `axes`: each once, in any order.
AxisGroups axis_groups(const Shape& shape, std::span<const int> axes);

}  // namespace convlens::nn
