#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "nn/graph/shape_rules.h"
#include "nn/graph/symbolic.h"

// Layers that rearrange values, and those that leave them alone.
namespace convlens::nn {

// (N, H, W, C) to (N, H * W * C), in this order; any rank.
LayerHandle flatten(std::string name = "flatten");

// The item's shape without the batch; one extent may be -1, for what is left over.
Result<LayerHandle> reshape(std::vector<std::int64_t> target_shape, std::string name = "reshape");

// Does nothing outside of training.
LayerHandle dropout(std::string name = "dropout");
// Any other layer that does nothing outside of training, under its own Keras class name.
LayerHandle identity(std::string type, std::string name);

// Every value whose place along `axis`, not that of the batch, is in [begin, end); the end is cut
// off at the input's.
Result<LayerHandle> slice(int axis, std::int64_t begin, std::int64_t end,
                          std::string name = "slice");

// The axes in another order: axis i of the result is axis order[i] of the input; the batch stays in
// front. Keras' Permute counts from 1 too.
Result<LayerHandle> permute(std::vector<int> order, std::string name = "permute");

// Zeros around the picture.
Result<LayerHandle> zero_padding2d(Edges padding, std::string name = "zero_padding2d");
// The picture without its edges; at least one pixel must be left.
Result<LayerHandle> cropping2d(Edges cropping, std::string name = "cropping2d");

}  // namespace convlens::nn
