#pragma once

#include <optional>
#include <string>

#include "conv/conv2d.h"
#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/activation.h"
#include "nn/graph/shape_rules.h"
#include "nn/graph/symbolic.h"

// The convolutional layers, as Keras 3 computes them. Kernels give sizes and numbers of filters;
// a bias, where there is one, is of shape (filters,). Errors name the layer and what does not fit.
namespace convlens::nn {

struct Conv2DOptions {
  std::string name = "conv2d";
  HeightWidth strides = {};
  HeightWidth dilation = {};
  Padding padding = Padding::kValid;
  int groups = 1;  // each group of filters sees its own share of the channels
  Activation activation = Activation::kLinear;
  // Zeros around the picture, where they are neither SAME's nor VALID's; counts instead of padding.
  std::optional<Edges> edges = {};
};
// kernel (KH, KW, C / groups, filters): input (N, H, W, C) to (N, H', W', filters).
Result<LayerHandle> conv2d(const Conv2DOptions& options, Tensor kernel,
                           std::optional<Tensor> bias = {});

// Those of a Conv2D or a DepthwiseConv2D; nothing for any other layer.
std::optional<WindowSteps> steps_of(const Layer& layer);

struct DepthwiseConv2DOptions {
  std::string name = "depthwise_conv2d";
  HeightWidth strides = {};
  HeightWidth dilation = {};
  Padding padding = Padding::kValid;
  Activation activation = Activation::kLinear;
  std::optional<Edges> edges = {};  // as those of Conv2DOptions
};
// kernel (KH, KW, C, multiplier): every channel through filters of its own, (N, H, W, C) to
// (N, H', W', C * multiplier).
Result<LayerHandle> depthwise_conv2d(const DepthwiseConv2DOptions& options, Tensor kernel,
                                     std::optional<Tensor> bias = {});

struct SeparableConv2DOptions {
  std::string name = "separable_conv2d";
  HeightWidth strides = {};
  HeightWidth dilation = {};
  Padding padding = Padding::kValid;
  Activation activation = Activation::kLinear;
};
// depthwise_kernel (KH, KW, C, multiplier), then pointwise_kernel (1, 1, C * multiplier, filters),
// nothing between the two: (N, H, W, C) to (N, H', W', filters).
Result<LayerHandle> separable_conv2d(const SeparableConv2DOptions& options, Tensor depthwise_kernel,
                                     Tensor pointwise_kernel, std::optional<Tensor> bias = {});

struct Conv2DTransposeOptions {
  std::string name = "conv2d_transpose";
  HeightWidth strides = {};
  HeightWidth dilation = {};
  Padding padding = Padding::kValid;
  // Extra pixels of the output, each less than its stride; without it Keras takes what makes the
  // output H * stride (SAME) or (H - 1) * stride + max(window, stride) (VALID).
  std::optional<HeightWidth> output_padding = {};
  Activation activation = Activation::kLinear;
  // Pixels taken away from each side of the (H - 1) * stride + window + output_padding that the
  // windows cover; counts instead of padding.
  std::optional<Edges> edges = {};
  int groups = 1;  // each share of the channels adds to its own share of the outputs
};
// kernel (KH, KW, filters / groups, C), in this order: (N, H, W, C) to (N, H', W', filters). The
// map whose transpose, as a matrix, is the convolution of an (H', W') picture to (H, W).
Result<LayerHandle> conv2d_transpose(const Conv2DTransposeOptions& options, Tensor kernel,
                                     std::optional<Tensor> bias = {});

}  // namespace convlens::nn
