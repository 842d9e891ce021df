#pragma once

#include <string>

#include "core/result.h"
#include "nn/symbolic.h"

// Layers that take two inputs or more.
namespace convlens::nn {

// Value by value. All inputs have the same rank; an extent of 1 is repeated to fit the others.
LayerHandle add(std::string name = "add");
LayerHandle multiply(std::string name = "multiply");
LayerHandle average(std::string name = "average");
LayerHandle maximum(std::string name = "maximum");
LayerHandle minimum(std::string name = "minimum");
// The first less the second; exactly two.
LayerHandle subtract(std::string name = "subtract");

// Side by side along `axis`, not that of the batch; -1 is the last. The other extents must agree.
Result<LayerHandle> concatenate(int axis = -1, std::string name = "concatenate");

}  // namespace convlens::nn
