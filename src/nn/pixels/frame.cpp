#include "nn/pixels/frame.h"

#include <algorithm>
#include <array>

namespace convlens::nn {

void copy_framed(const TensorView& input, const Edges& added, Tensor& output) {
  const Shape& in = input.shape();
  const Shape& out = output.shape();
  // What both pictures have, in pixels of the input.
  const std::int64_t first_row = std::max(0, -added.top);
  const std::int64_t last_row = in[1] + std::min(0, added.bottom);
  const std::int64_t first_column = std::max(0, -added.left);
  const std::int64_t last_column = in[2] + std::min(0, added.right);
  for (std::int64_t n = 0; n < in[0]; ++n) {
    for (std::int64_t y = first_row; y < last_row; ++y) {
      const float* from = input.data() + ((n * in[1] + y) * in[2] + first_column) * in[3];
      float* to = output.data() +
                  ((n * out[1] + y + added.top) * out[2] + first_column + added.left) * out[3];
      std::copy_n(from, (last_column - first_column) * in[3], to);
    }
  }
}

Result<Tensor> framed(const TensorView& input, const Edges& added) {
  const Shape& in = input.shape();
  const std::array<std::int64_t, 4> extents{in[0], in[1] + added.top + added.bottom,
                                            in[2] + added.left + added.right, in[3]};
  TRY_ASSIGN(const auto shape, Shape::checked(extents));
  auto output = Tensor::create(shape);
  if (output) copy_framed(input, added, *output);
  return output;
}

}  // namespace convlens::nn
