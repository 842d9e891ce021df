#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "lab/document/filter.h"
#include "nn/graph/model.h"
#include "nn/layers/convolution.h"

namespace convlens::lab {

// The filters of one convolution of a network, or the weights of a dense layer on the pixels of a
// picture, which are a filter of the picture's size for each unit. Looks into the model, which must
// outlive it.
struct FilterBank {
  int layer = 0;  // index in the model's layers()
  std::string name;
  int height = 0;
  int width = 0;
  int channels = 0;  // of one filter
  std::size_t count = 0;
  // Filters of three channels that are applied to BGR pictures. Every Filter taken from the bank,
  // or put into it, is in RGB all the same.
  bool bgr = false;
  TensorView kernel;  // the values stand as (height, width, channels, count)
  TensorView bias;    // (count,), or of no elements

  bool has_shape_of(const Filter& filter) const {
    return filter.height == height && filter.width == width && filter.channels == channels;
  }
};

// Nothing where the layer is no Conv2D or DepthwiseConv2D, nor Dense on pixels. `bgr_input`: the
// network sees BGR.
std::optional<FilterBank> filter_bank(const nn::Model& model, int layer, bool bgr_input);
std::optional<FilterBank> filter_bank(nn::Model&& model, int layer, bool bgr_input) = delete;

// One filter of the bank, named LAYER [index].
Filter filter_of(const FilterBank& bank, std::size_t index);

// The kernel of a layer that filter_bank() knows, as the layer has it.
std::shared_ptr<const Tensor> kernel_of(const nn::Model& model, int layer);

// The kernel with another filter in one place, of the bank's shape.
Tensor kernel_with(const FilterBank& bank, std::size_t index, const Filter& filter);

// The model whose layer has this kernel, everything else shared.
Result<nn::Model> with_kernel(const nn::Model& model, int layer, Tensor kernel);

// The first layer that filter_bank() knows.
std::optional<int> first_filter_layer(const nn::Model& model);

// a . b / (|a| |b|), between -1 and 1; 0 where either is all zero, NaN where a heard weight is not
// finite. Both of one shape.
double cosine(const Filter& a, const Filter& b);

// The first convolution of a network with what leads to it, so that it can be run on a picture of
// any size.
struct FirstConvolution {
  int layer = 0;
  std::vector<nn::LayerHandle> before;        // from the input on, without InputLayers
  std::optional<nn::LayerHandle> activation;  // a layer of its own behind the convolution
  nn::WindowSteps steps;
};
// Nothing where the network has none, or where more than one path leads to it.
std::optional<FirstConvolution> first_convolution(const nn::Model& model);

}  // namespace convlens::lab
