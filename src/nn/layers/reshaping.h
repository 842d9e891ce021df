#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"
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

// Places along one axis, in the order in which they are taken; kNoPlace takes a filling.
using Places = std::vector<std::int64_t>;
inline constexpr std::int64_t kNoPlace = -1;
// `places` has a list for each axis of `input`, as long as the extent of `output` there.
void take_places(const TensorView& input, std::span<const Places> places, float fill,
                 Tensor& output);

// The values at begin, begin + step, ... before `end` along `axis`, not that of the batch.
// Negative places count from the end, and what lies beyond an end is that end, as in Python.
Result<LayerHandle> slice(int axis, std::int64_t begin, std::int64_t end, std::int64_t step = 1,
                          std::string name = "slice");

// The values at these places of `axis`, not that of the batch; negative ones count from the end.
Result<LayerHandle> gather(int axis, Places places, std::string name = "gather");

// Everything again and again, so many times along each axis; once along that of the batch.
Result<LayerHandle> tile(std::vector<std::int64_t> repeats, std::string name = "tile");

enum class PadMode { kConstant, kReflect, kEdge, kWrap };
struct PadOptions {
  std::string name = "pad";
  // Values added along each axis, less than nothing where they are taken away; 0 for the batch.
  std::vector<std::int64_t> before = {};
  std::vector<std::int64_t> after = {};
  PadMode mode = PadMode::kConstant;
  float value = 0.0f;  // of kConstant
};
Result<LayerHandle> pad(PadOptions options);

// How the channels of a block of pixels lie one after the other: all of its first pixel and then
// those of the next (ONNX's DCR), or all pixels of the first channel (CRD).
enum class DepthOrder { kBlocksFirst, kChannelsFirst };
// (N, H, W, block * block * C) to (N, H * block, W * block, C).
Result<LayerHandle> depth_to_space(int block, DepthOrder order,
                                   std::string name = "depth_to_space");
// The way back, of kBlocksFirst.
Result<LayerHandle> space_to_depth(int block, std::string name = "space_to_depth");

// The axes in another order: axis i of the result is axis order[i] of the input; the batch stays in
// front. Keras' Permute counts from 1 too.
Result<LayerHandle> permute(std::vector<int> order, std::string name = "permute");

// Zeros around the picture.
Result<LayerHandle> zero_padding2d(Edges padding, std::string name = "zero_padding2d");
// The picture without its edges; at least one pixel must be left.
Result<LayerHandle> cropping2d(Edges cropping, std::string name = "cropping2d");
// What a ZeroPadding2D adds, less than nothing for a Cropping2D; nothing for any other layer.
std::optional<Edges> edges_added_by(const Layer& layer);

}  // namespace convlens::nn
