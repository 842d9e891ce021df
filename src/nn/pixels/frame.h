#pragma once

#include "core/tensor.h"
#include "nn/graph/shape_rules.h"

namespace convlens::nn {

// The pictures (N, H, W, C) into the middle of larger ones, or the middle of them into smaller
// ones: `added` pixels go to each side, less than nothing where they are taken away. `output` is
// (N, H + top + bottom, W + left + right, C) and keeps its values around them.
void copy_framed(const TensorView& input, const Edges& added, Tensor& output);

// The pictures with zeros around them. Errors: more pixels than can be counted or held.
Result<Tensor> framed(const TensorView& input, const Edges& added);

}  // namespace convlens::nn
