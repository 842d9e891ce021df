#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/layer.h"

// What the layers with parameters have in common.
namespace convlens::nn {

// Appends a weight; nothing where the layer goes without it.
void add_weight(std::vector<Weight>& weights, const char* name, std::optional<Tensor> value);

// A kernel of rank `rank` (`axes` names them in the error) without an extent of 0.
Status check_kernel(const Tensor& kernel, int rank, const char* axes);
// A bias, where there is one, holds one value for each of `units`.
Status check_bias(const std::optional<Tensor>& bias, std::int64_t units);

// The error of a factory: "NAME (TYPE): message".
tl::unexpected<Error> fail_layer(std::string_view name, std::string_view type, const Phrase& error);

// bias (C,) to every run of C values of `output`, whose last axis is C.
void fill_with_bias(const Tensor& bias, Tensor& output);

}  // namespace convlens::nn
