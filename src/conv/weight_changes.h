#pragma once

#include <cstdint>
#include <span>

#include "conv/conv2d.h"
#include "core/tensor.h"

namespace convlens::conv {

// A weight of a filter (KH, KW, C) that became larger by so much.
struct WeightChange {
  std::int64_t row = 0;
  std::int64_t column = 0;
  std::int64_t channel = 0;
  float by = 0.0f;
};

// An input (1, H, W, C) as planes (C, H, W), and whether all of it is finite.
struct Planes {
  Tensor values;
  bool finite = false;
};
Planes planes_of(const TensorView& input);

// Whether apply_changes() takes such options: strides of 1, and no activation, behind which the
// sums are not known any more.
bool follows_changes(const Conv2dOptions& options);

// The map (OH, OW) of a filter (KH, KW, C) some of whose weights changed, from that of before: each
// change costs as much as one weight does. `planes` are finite. The result is within rounding of
// conv2d(), but has not its bits: base + bias + the changes' products, in their order.
//   output  as large as `base`; may be the same memory
void apply_changes(const TensorView& planes, const Shape& filter, const Conv2dOptions& options,
                   std::span<const WeightChange> changes, float bias, const TensorView& base,
                   std::span<float> output);

}  // namespace convlens::conv
