#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conv/conv2d.h"
#include "core/result.h"
#include "nn/graph/shape_rules.h"
#include "nn/graph/symbolic.h"

// The pooling layers, as Keras 3 computes them, on (N, H, W, C), and reductions over any axes.
namespace convlens::nn {

struct Pooling2DOptions {
  std::string name = "pooling2d";
  HeightWidth pool_size{2, 2};
  std::optional<HeightWidth> strides = {};  // the pool's own size where nothing is given
  Padding padding = Padding::kValid;
  HeightWidth dilation = {};
  // Room around the picture, where it is neither SAME's nor VALID's; counts instead of padding.
  std::optional<Edges> edges = {};
  bool round_up = false;      // with edges, as WindowSteps has it
  bool counts_edges = false;  // with edges, averages only: the mean is that of padding zeros too
};
// The largest of each window; NaN where the window holds one. Padding never wins.
Result<LayerHandle> max_pooling2d(const Pooling2DOptions& options);
// The mean of each window; padding neither adds to the sum nor, mostly, counts.
Result<LayerHandle> average_pooling2d(const Pooling2DOptions& options);

// How a MaxPooling2D or an AveragePooling2D steps over its input; nothing for any other layer.
struct PoolingSteps {
  bool takes_largest = false;  // else the mean
  HeightWidth size = {};
  WindowSteps steps = {};
  bool counts_edges = false;  // as Pooling2DOptions has it
};
std::optional<PoolingSteps> pooling_of(const Layer& layer);

struct GlobalPooling2DOptions {
  std::string name = "global_pooling2d";
  bool keep_dims = false;  // (N, 1, 1, C) instead of (N, C)
};
LayerHandle global_average_pooling2d(GlobalPooling2DOptions options = {});
LayerHandle global_max_pooling2d(GlobalPooling2DOptions options = {});

// In the order of ONNX's names: ReduceMean, ReduceSum, ...
enum class ReduceKind {
  kMean,
  kSum,
  kMax,
  kMin,
  kProduct,
  kL1,
  kL2,
  kSumSquare,
  kLogSum,
  kLogSumExp
};
struct ReduceOptions {
  std::string name = "reduce";
  ReduceKind kind = ReduceKind::kMean;
  std::vector<int> axes = {-1};  // any but that of the batch
  bool keep_dims = false;        // an extent of 1 in place of each
};
// One value in place of all along some axes, whatever the input's rank.
Result<LayerHandle> reduce(const ReduceOptions& options);

}  // namespace convlens::nn
