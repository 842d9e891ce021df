#pragma once

#include "core/tensor.h"
#include "nn/graph/layer.h"
#include "nn/graph/shape_rules.h"

namespace convlens::nn {

// tf.nn.depthwise_conv2d: every channel of the input through its own M filters, and a bias, or
// null.
//   input (N, H, W, C)    kernel (KH, KW, C, M)    output (N, OH, OW, C * M), channel c * M + m
// The shapes must fit each other. Sees to options.finish. May throw std::bad_alloc.
void convolve_depthwise(const TensorView& input, const TensorView& kernel, const Tensor* bias,
                        const WindowSteps& steps, const ComputeOptions& options, Tensor& output);

}  // namespace convlens::nn
