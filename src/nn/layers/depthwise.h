#pragma once

#include "core/tensor.h"
#include "nn/graph/shape_rules.h"

namespace convlens::nn {

// Adds to `output` what tf.nn.depthwise_conv2d computes: every channel of the input through its own
// M filters.
//   input (N, H, W, C)    kernel (KH, KW, C, M)    output (N, OH, OW, C * M), channel c * M + m
// The shapes must fit each other.
void add_depthwise(const TensorView& input, const TensorView& kernel, const WindowSteps& steps,
                   int threads, Tensor& output);

}  // namespace convlens::nn
