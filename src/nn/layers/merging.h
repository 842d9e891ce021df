#pragma once

#include <string>

#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/symbolic.h"

// Layers that take two inputs or more.
namespace convlens::nn {

// Value by value. All inputs have the same rank; an extent of 1 is repeated to fit the others.
LayerHandle add(std::string name = "add");
LayerHandle multiply(std::string name = "multiply");
LayerHandle average(std::string name = "average");
LayerHandle maximum(std::string name = "maximum");
LayerHandle minimum(std::string name = "minimum");
// The first less, through, or to the power of the second; exactly two.
LayerHandle subtract(std::string name = "subtract");
LayerHandle divide(std::string name = "divide");
LayerHandle power(std::string name = "power");

enum class MergeKind { kAdd, kSubtract, kMultiply, kDivide, kPower, kAverage, kMaximum, kMinimum };

// One input and a fixed array in place of the second, or of the first where `constant_first`. The
// array is a weight of the layer; it has the input's rank, and 1 along the axis of the batch.
Result<LayerHandle> merge_constant(MergeKind kind, Tensor constant, bool constant_first = false,
                                   std::string name = "merge_constant");

// Side by side along `axis`, not that of the batch; -1 is the last. The other extents must agree.
Result<LayerHandle> concatenate(int axis = -1, std::string name = "concatenate");

}  // namespace convlens::nn
