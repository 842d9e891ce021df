#include "lab/document.h"

#include <utility>

#include "lab/presets.h"

namespace convlens::lab {
namespace {

constexpr int kRgb = 3;

}  // namespace

Source centered_source(std::shared_ptr<const Picture> picture, CropSize size) {
  const CropOrigin origin = centered_crop(picture->image, size);
  return {std::move(picture), origin};
}

conv::Conv2dOptions bench_conv(const Document& document) {
  if (!document.adopt_network || !document.network) return document.conv;
  const auto first = first_convolution(document.network->trained->model);
  if (!first) return document.conv;
  conv::Conv2dOptions options = conv_options(first->steps);
  options.activation = document.conv.activation;
  return options;
}

Result<Tensor> bench_input(const Document& document, const Tensor& crop) {
  if (!document.adopt_network || !document.network) return crop.clone();
  auto values = prepared_at_full_size(crop, *document.network);
  if (!values) return values;
  if (values->shape()[3] != kRgb) return crop.clone();
  if (!document.network->sees_bgr()) return values;
  for (float* pixel = values->data(); pixel != values->data() + values->size(); pixel += kRgb) {
    std::swap(pixel[0], pixel[2]);
  }
  return values;
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
