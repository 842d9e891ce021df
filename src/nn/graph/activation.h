#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/result.h"

namespace convlens::nn {

// The activations that a layer can carry by name, with the constants that Keras 3 gives them there:
// leaky_relu has slope 0.2, elu and celu alpha 1, hard_shrink and soft_shrink 0.5, squareplus 4,
// gelu is the exact one (with erf), hard_sigmoid is relu6(x + 3) / 6; up to Keras 2 it was
// min(max(0.2 x + 0.5, 0), 1).
enum class Activation {
  kLinear,
  kRelu,
  kRelu6,
  kLeakyRelu,
  kElu,
  kSelu,
  kSigmoid,
  kHardSigmoid,
  kTanh,
  kSoftmax,
  kSoftplus,
  kSoftsign,
  kSilu,
  kHardSilu,
  kGelu,
  kExponential,
  kMish,
  kHardSigmoidOfKeras2,
  kHardTanh,
  kLogSigmoid,
  kLogSoftmax,
  kCelu,
  kHardShrink,
  kSoftShrink,
  kTanhShrink,
  kSquareplus,
  kSparsePlus,
  kSparseSigmoid,
};

// "relu" -> kRelu; "swish" and "hard_swish" are other names of silu and hard_silu. The error names
// the unknown activation.
Result<Activation> activation_from_name(std::string_view name);
std::string_view activation_name(Activation activation);

// In place. `channels` is the extent of the last axis, over which softmax normalises; the values
// are a whole number of such runs. NaN stays NaN.
void apply_activation(Activation activation, std::span<float> values, std::int64_t channels);

// exp(v - max) / sum over `count` values that stand `step` apart, in place; the maximum is taken
// away first so that no exponential overflows.
void softmax_in_place(float* values, std::int64_t count, std::int64_t step);

}  // namespace convlens::nn
