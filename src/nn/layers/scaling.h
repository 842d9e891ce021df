#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/symbolic.h"

// Keras' layers that bring values to a common scale, other than by the statistics of a batch.
namespace convlens::nn {

// Keras' Normalization: (x - mean) / max(sqrt(variance), 1e-7), or with `invert` the way back. Mean
// and variance have the input's rank, 1 along the axis of the batch and wherever they are repeated.
Result<LayerHandle> normalization(Tensor mean, Tensor variance, bool invert = false,
                                  std::string name = "normalization");

// x / max(sqrt(the sum of x^2 along the axes), 1e-12); not along the batch.
Result<LayerHandle> unit_normalization(std::vector<int> axes = {-1},
                                       std::string name = "unit_normalization");

}  // namespace convlens::nn
