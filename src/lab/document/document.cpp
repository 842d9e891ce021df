#include "lab/document/document.h"

#include <utility>

#include "lab/document/presets.h"
#include "nn/pixels/frame.h"

namespace convlens::lab {

Source centered_source(std::shared_ptr<const Picture> picture, CropSize size) {
  const CropOrigin origin = centered_crop(picture->image, size);
  return {std::move(picture), origin};
}

nn::WindowSteps bench_steps(const Document& document) {
  const conv::Conv2dOptions& conv = document.conv;
  const nn::WindowSteps own{
      {conv.stride_h, conv.stride_w}, {conv.dilation_h, conv.dilation_w}, conv.padding, {}, false};
  if (!document.adopt_network || !document.network) return own;
  const auto first = first_convolution(document.network->trained->model);
  return first ? first->steps : own;
}

conv::Conv2dOptions bench_conv(const Document& document) {
  const nn::WindowSteps steps = bench_steps(document);
  return {.stride_h = steps.strides.height,
          .stride_w = steps.strides.width,
          .dilation_h = steps.dilation.height,
          .dilation_w = steps.dilation.width,
          .padding = steps.edges ? conv::Padding::kValid : steps.padding,
          .activation = document.conv.activation};
}

namespace {

// A copy of the crop as the network's first convolution sees it, in RGB or, `grey`, as one channel.
Result<Tensor> adopted_values(const Network& network, const Tensor& crop, bool grey) {
  auto values = prepared_at_full_size(crop, network);
  if (!values) return values;
  const bool network_grey = values->shape()[3] != kRgb;
  if (network_grey && !grey) return crop.clone();
  const auto first = first_convolution(network.trained->model);
  for (std::size_t i = 0; first && i < first->before.size(); ++i) values = first->before[i](values);
  if (!values || network_grey) return values;
  if (network.sees_bgr()) {
    for (float* pixel = values->data(); pixel != values->data() + values->size(); pixel += kRgb) {
      std::swap(pixel[0], pixel[2]);
    }
  }
  if (grey) return luma_of(*values);
  return values;
}

}  // namespace

Tensor source_crop(const Source& source, CropSize size) {
  Tensor pixels = crop_pixels(source.picture->image, size, source.origin);
  // 0..255 -> 0..1, the factor rounded to float32 as Keras' Rescaling(1/255)
  for (float& value : pixels.values()) value *= 1.0f / 255.0f;
  return pixels;
}

Result<Tensor> bench_input(const Document& document, const Tensor& crop) {
  const bool grey = document.filters.front().channels == 1;
  if (!document.adopt_network || !document.network) return grey ? luma_of(crop) : crop.clone();
  auto values = adopted_values(*document.network, crop, grey);
  const auto edges = bench_steps(document).edges;
  if (!values || !edges) return values;
  return nn::framed(*values, *edges);
}

Document notebook_document(const std::vector<std::shared_ptr<const Picture>>& pictures) {
  Document document;
  for (const auto& picture : pictures) {
    document.sources.push_back(centered_source(picture, document.crop_size));
  }
  document.filters = {vertical_line_filter(), horizontal_line_filter()};
  return document;
}

}  // namespace convlens::lab
