#pragma once

#include <optional>
#include <string>

#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/symbolic.h"

namespace convlens::nn {

struct BatchNormalizationOptions {
  std::string name = "batch_normalization";
  int axis = -1;  // the one that is normalised value by value; usually the channels
  float epsilon = 1e-3f;
};

// All of shape (C,), C the extent of the axis.
struct BatchNormalizationWeights {
  std::optional<Tensor> gamma = {};  // left out where Keras' `scale` is off
  std::optional<Tensor> beta = {};   // left out where Keras' `center` is off
  Tensor moving_mean = {};
  Tensor moving_variance = {};
};

// gamma * (x - mean) / sqrt(variance + epsilon) + beta with the moving statistics, as at inference.
Result<LayerHandle> batch_normalization(const BatchNormalizationOptions& options,
                                        BatchNormalizationWeights weights);

}  // namespace convlens::nn
