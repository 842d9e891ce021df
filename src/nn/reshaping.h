#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "nn/shape_rules.h"
#include "nn/symbolic.h"

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

// Pixels at the four edges of a picture.
struct Edges {
  int top = 0;
  int bottom = 0;
  int left = 0;
  int right = 0;

  friend bool operator==(const Edges&, const Edges&) = default;
};
// Zeros around the picture.
Result<LayerHandle> zero_padding2d(Edges padding, std::string name = "zero_padding2d");
// The picture without its edges; at least one pixel must be left.
Result<LayerHandle> cropping2d(Edges cropping, std::string name = "cropping2d");

}  // namespace convlens::nn
