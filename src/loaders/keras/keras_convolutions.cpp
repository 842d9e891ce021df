#include <array>
#include <utility>

#include "loaders/keras/keras_layers.h"
#include "nn/layers/convolution.h"

namespace convlens::loaders {
namespace {

// How large the windows are; nothing where the file does not say.
std::optional<nn::HeightWidth> kernel_size(SettingsReader& config) {
  if (const auto size = config.optional_pair({"kernel_size"})) return size;
  const int height = config.integer({"nb_row"}, 0);
  const int width = config.integer({"nb_col"}, 0);
  if (height == 0 || width == 0) return {};
  return nn::HeightWidth{height, width};
}

bool has_size(const Shape& shape, int first_axis, const std::optional<nn::HeightWidth>& size) {
  return !size || (shape[first_axis] == size->height && shape[first_axis + 1] == size->width);
}

// Theano's convolution turns the kernel, that of all others does not. Keras 1 does not tell whose
// kernels it has written; those of channels_first models are usually Theano's.
bool is_theano(LayerRequest& request) {
  if (!request.dialect.backend.empty()) return request.dialect.backend == "theano";
  return request.dialect.major_version == 1 && request.config.is_channels_first();
}

// The kernel (KH, KW, ...) of the layer. Files of Theano's order hold (filters, channels, KH, KW).
Result<Tensor> take_kernel(LayerRequest& request) {
  auto kernel = take_weight(request, 4);
  if (!kernel) return kernel;
  const auto size = kernel_size(request.config);
  const bool keras1_theano =
      request.dialect.major_version == 1 && request.config.is_channels_first();
  if (has_size(kernel->shape(), 2, size) &&
      (keras1_theano || !has_size(kernel->shape(), 0, size))) {
    kernel = transposed(*kernel, std::array{2, 3, 1, 0});
    if (!kernel) return kernel;
  }
  if (has_size(kernel->shape(), 0, size)) return kernel;
  return fail("its kernel should be {} by {}, found the shape {}", size->height, size->width,
              to_string(kernel->shape()));
}

// Keras' own conversion turns the kernels of these two classes and no others'.
Result<Tensor> take_turned_kernel(LayerRequest& request) {
  auto kernel = take_kernel(request);
  if (kernel && is_theano(request)) turn_kernel(*kernel);
  return kernel;
}

Phrase theano_note(LayerRequest& request) {
  if (!is_theano(request)) return {};
  return phrase("{}: the kernels are Theano's and have been turned by 180 degrees",
                request.spec.name);
}

// The number of filters that the settings tell must be that of the kernel's axis.
Status check_filters(LayerRequest& request, const char* setting, const Tensor& kernel, int axis) {
  const int filters = request.config.integer({setting, "nb_filter"}, 0);
  if (filters == 0 || filters == kernel.shape()[axis]) return {};
  return fail("its kernel should have {} {}, found the shape {}", filters, setting,
              to_string(kernel.shape()));
}

// What all four have in common.
template <typename Options>
Options options_of(LayerRequest& request) {
  Options options;
  options.name = request.spec.name;
  options.strides = request.config.pair({"strides", "subsample"}, {1, 1});
  options.dilation = request.config.pair({"dilation_rate", "atrous_rate"}, {1, 1});
  options.padding = request.config.padding();
  options.activation = request.activation;
  return options;
}

Result<MadeLayer> make_conv2d(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, picture_layout(request));
  TRY_ASSIGN(auto kernel, take_turned_kernel(request));
  TRY(check_filters(request, "filters", kernel, 3));
  TRY_ASSIGN(auto bias, take_bias(request));
  auto options = options_of<nn::Conv2DOptions>(request);
  options.groups = request.config.integer({"groups"}, 1);
  auto layer = made(nn::conv2d(options, std::move(kernel), std::move(bias)), layout);
  if (layer) layer->note = theano_note(request);
  return layer;
}

Result<MadeLayer> make_depthwise_conv2d(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, picture_layout(request));
  TRY_ASSIGN(auto kernel, take_kernel(request));
  TRY(check_filters(request, "depth_multiplier", kernel, 3));
  TRY_ASSIGN(auto bias, take_bias(request));
  const auto options = options_of<nn::DepthwiseConv2DOptions>(request);
  return made(nn::depthwise_conv2d(options, std::move(kernel), std::move(bias)), layout);
}

Result<MadeLayer> make_separable_conv2d(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, picture_layout(request));
  TRY_ASSIGN(auto depthwise, take_kernel(request));
  TRY_ASSIGN(auto pointwise, take_weight(request, 4));
  TRY(check_filters(request, "filters", pointwise, 3));
  TRY_ASSIGN(auto bias, take_bias(request));
  const auto options = options_of<nn::SeparableConv2DOptions>(request);
  return made(
      nn::separable_conv2d(options, std::move(depthwise), std::move(pointwise), std::move(bias)),
      layout);
}

Result<MadeLayer> make_conv2d_transpose(LayerRequest& request) {
  TRY_ASSIGN(const auto layout, picture_layout(request));
  TRY_ASSIGN(auto kernel, take_turned_kernel(request));
  TRY(check_filters(request, "filters", kernel, 2));
  TRY_ASSIGN(auto bias, take_bias(request));
  auto options = options_of<nn::Conv2DTransposeOptions>(request);
  options.output_padding = request.config.optional_pair({"output_padding"});
  auto layer = made(nn::conv2d_transpose(options, std::move(kernel), std::move(bias)), layout);
  if (layer) layer->note = theano_note(request);
  return layer;
}

constexpr std::array kConvolutionLayers{
    NamedFactory{"Conv2D", make_conv2d},
    NamedFactory{"Convolution2D", make_conv2d},
    NamedFactory{"AtrousConvolution2D", make_conv2d},
    NamedFactory{"DepthwiseConv2D", make_depthwise_conv2d},
    NamedFactory{"SeparableConv2D", make_separable_conv2d},
    NamedFactory{"SeparableConvolution2D", make_separable_conv2d},
    NamedFactory{"Conv2DTranspose", make_conv2d_transpose},
};

}  // namespace

std::span<const NamedFactory> convolution_factories() { return kConvolutionLayers; }

}  // namespace convlens::loaders
