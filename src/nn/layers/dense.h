#pragma once

#include <optional>
#include <string>

#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/activation.h"
#include "nn/graph/symbolic.h"

namespace convlens::nn {

struct DenseOptions {
  std::string name = "dense";
  Activation activation = Activation::kLinear;
};
// input (N, ..., in) times kernel (in, units), plus bias (units,): (N, ..., units).
Result<LayerHandle> dense(DenseOptions options, Tensor kernel, std::optional<Tensor> bias = {});

}  // namespace convlens::nn
