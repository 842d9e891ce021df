#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "nn/graph/shape_rules.h"
#include "nn/graph/symbolic.h"
#include "nn/pixels/resample.h"

// Keras' preprocessing and resizing layers, and ONNX's Resize, on (N, H, W, C).
namespace convlens::nn {

// Every pixel becomes size.height by size.width of them.
Result<LayerHandle> up_sampling2d(HeightWidth size = {2, 2},
                                  Interpolation interpolation = Interpolation::kNearest,
                                  std::string name = "up_sampling2d");

// The centre of the picture; where the picture is smaller, its largest part of that aspect, resized
// bilinearly.
Result<LayerHandle> center_crop(HeightWidth size, std::string name = "center_crop");

// x * scale + offset: each one value, or one for each value along the input's last axis.
Result<LayerHandle> rescaling(std::vector<float> scale, std::vector<float> offset = {0.0f},
                              std::string name = "rescaling");

struct ResizingOptions {
  std::string name = "resizing";
  HeightWidth size = {};
  Interpolation interpolation = Interpolation::kBilinear;
  bool crop_to_aspect_ratio = false;  // take the largest centred part of that aspect
};
Result<LayerHandle> resizing(const ResizingOptions& options);

struct ResampleOptions {
  std::string name = "resize";
  Sampling sampling = {};
  std::array<float, 2> scales{1.0f, 1.0f};  // of rows and columns; the result is rounded down
  std::optional<HeightWidth> size = {};     // of the result, instead of scales
};
// ONNX's Resize of height and width.
Result<LayerHandle> resample(const ResampleOptions& options);

}  // namespace convlens::nn
