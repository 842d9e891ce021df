#include "lab/document/document.h"

#include <algorithm>
#include <utility>

#include "lab/document/presets.h"
#include "lab/document/transforms.h"
#include "nn/pixels/frame.h"

namespace convlens::lab {

bool stand_together(const Picture& a, const Picture& b) {
  return a.array.has_value() == b.array.has_value() && a.channels() == b.channels();
}

Status check_batch(const std::vector<std::shared_ptr<const Picture>>& pictures) {
  for (const auto& picture : pictures) {
    const Picture& first = *pictures.front();
    if (stand_together(first, *picture)) continue;
    return fail(
        "{} and {} cannot stand together: pictures do with pictures, arrays with arrays of as many"
        " channels",
        word(first.name), word(picture->name));
  }
  return {};
}

int source_channels(const Document& document) {
  return document.sources.front().picture->channels();
}

bool can_see(int filter_channels, int source_channels) {
  return filter_channels == source_channels || (filter_channels == 1 && source_channels == kRgb);
}

bool sees_grey(const Document& document) {
  return document.filters.front().channels == 1 && source_channels(document) == kRgb;
}

bool network_prepares(const Document& document) {
  if (!document.adopt_network || !document.network) return false;
  const nn::Model& model = document.network->trained->model;
  if (!can_take(model, source_channels(document))) return false;
  const std::int64_t given = prepared_channels(model, source_channels(document));
  const int channels = document.filters.front().channels;
  return given == channels || (given == kRgb && channels == 1);
}

void crop_to_array(Document& document) {
  constexpr std::int64_t kMostPixels = 512 * 512;
  const Picture& first = *document.sources.front().picture;
  if (!first.array) return;
  const int height = first.image.height;
  const int width = first.image.width;
  const bool whole =
      std::int64_t{height} * width <= kMostPixels && std::max(height, width) <= kMaxCropSide;
  CropSize& size = document.crop_size;
  size = whole ? CropSize{height, width}
               : CropSize{std::min(size.height, height), std::min(size.width, width)};
  for (Source& source : document.sources) source = centered_source(source.picture, size);
}

void follow_sources(Document& document) {
  const int channels = source_channels(document);
  for (Filter& filter : document.filters) {
    if (can_see(filter.channels, channels)) continue;
    filter = kept(fitted(filter, filter.height, filter.width, channels, ChannelRule::kSameOnGrey));
  }
}

void settle_network_input(Document& document) {
  if (!document.network) return;
  Network& network = *document.network;
  const bool looks =
      network.source == NetworkSource::kPicture || network.source == NetworkSource::kWholePicture;
  if (!looks || can_take(network.trained->model, source_channels(document))) return;
  network.source = network.test_set ? NetworkSource::kTestSet : NetworkSource::kArray;
  network.item = 0;
  if (!network.array) network.array = blank_input(network.trained->model);
}

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

// A copy of the crop as the network's first convolution sees it, in its channels or, `grey`, as
// one.
Result<Tensor> adopted_values(const Network& network, const Tensor& crop, bool grey) {
  auto values = prepared_at_full_size(crop, network);
  if (!values) return values;
  const bool network_grey = values->shape()[3] != kRgb;
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
  const Picture& picture = *source.picture;
  if (picture.array) {
    return crop_values(*picture.array->values, crop_part(picture.image, size, source.origin), size);
  }
  Tensor pixels = crop_pixels(picture.image, size, source.origin);
  // 0..255 -> 0..1, the factor rounded to float32 as Keras' Rescaling(1/255)
  for (float& value : pixels.values()) value *= 1.0f / 255.0f;
  return pixels;
}

Result<Tensor> bench_input(const Document& document, const Tensor& crop) {
  const bool grey = sees_grey(document);
  Result<Tensor> values = network_prepares(document)
                              ? adopted_values(*document.network, crop, grey)
                              : Result<Tensor>(grey ? luma_of(crop) : crop.clone());
  if (!values || !document.adopt_network || !document.network) return values;
  const auto edges = bench_steps(document).edges;
  if (!edges) return values;
  return nn::framed(*values, *edges);
}

Document notebook_document(const std::vector<std::shared_ptr<const Picture>>& pictures) {
  Document document;
  for (const auto& picture : pictures) {
    document.sources.push_back(centered_source(picture, document.crop_size));
  }
  const int channels = source_channels(document);
  document.filters = {vertical_line_filter(channels), horizontal_line_filter(channels)};
  crop_to_array(document);
  return document;
}

}  // namespace convlens::lab
