#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

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

// Those of a BatchNormalization, whose weights() have the names above; nothing for any other layer.
std::optional<BatchNormalizationOptions> batch_normalization_of(const Layer& layer);

struct ItemNormalizationOptions {
  std::string name = "layer_normalization";
  const char* type = "LayerNormalization";  // or "GroupNormalization", "InstanceNormalization"
  std::vector<int> axes = {-1};             // over which the mean goes; not that of the batch
  // Each so many of the channels are normalised together, too; 0: that axis is one like any other.
  std::int64_t groups = 0;
  int channel_axis = -1;
  float epsilon = 1e-3f;
  bool centered = true;  // without it (RMSNormalization) the mean is taken to be 0
};
// gamma * (x - mean) / sqrt(variance + epsilon) + beta with the item's own statistics. gamma and
// beta have the input's rank, 1 along the axis of the batch and wherever they are repeated.
Result<LayerHandle> item_normalization(const ItemNormalizationOptions& options,
                                       std::optional<Tensor> gamma = {},
                                       std::optional<Tensor> beta = {});

struct LocalResponseOptions {
  std::string name = "local_response_normalization";
  int size = 5;  // channels; of an even number one more lies behind
  float alpha = 1e-4f;
  float beta = 0.75f;
  float bias = 1.0f;
};
// x / (bias + alpha / size * the sum of the squares of the channels around it)^beta, of pictures
// (N, H, W, C).
Result<LayerHandle> local_response_normalization(const LocalResponseOptions& options = {});

// Keras' Normalization: (x - mean) / max(sqrt(variance), 1e-7), or with `invert` the way back. Mean
// and variance have the input's rank, 1 along the axis of the batch and wherever they are repeated.
Result<LayerHandle> normalization(Tensor mean, Tensor variance, bool invert = false,
                                  std::string name = "normalization");

// x / max(sqrt(the sum of x^2 along the axes), 1e-12); not along the batch.
Result<LayerHandle> unit_normalization(std::vector<int> axes = {-1},
                                       std::string name = "unit_normalization");

}  // namespace convlens::nn
