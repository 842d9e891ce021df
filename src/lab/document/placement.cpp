#include "lab/document/placement.h"

#include <algorithm>
#include <utility>

namespace convlens::lab {
namespace {

MapPlacement placement(CropSize crop, const nn::WindowSteps& steps, int height, int width) {
  const auto rows = nn::window_extent(crop.height, height, steps, nn::PictureAxis::kRows);
  const auto columns = nn::window_extent(crop.width, width, steps, nn::PictureAxis::kColumns);
  MapPlacement place;
  place.stride_h = steps.strides.height;
  place.stride_w = steps.strides.width;
  place.pad_top = rows ? static_cast<int>(rows->pad_before) : 0;
  place.pad_left = columns ? static_cast<int>(columns->pad_before) : 0;
  place.window_height = (height - 1) * steps.dilation.height + 1;
  place.window_width = (width - 1) * steps.dilation.width + 1;
  return place;
}

// What the layers before the convolution put around the picture, half of it on either side.
CropSize added_before(CropSize crop, const FirstConvolution& first) {
  Shape shape{1, crop.height, crop.width, 1};
  for (const nn::LayerHandle& layer : first.before) {
    const auto next = layer->output_shape(std::span(&shape, 1));
    if (!next || next->rank() != 4) return {0, 0};
    shape = *next;
  }
  return {static_cast<int>(shape[1] - crop.height), static_cast<int>(shape[2] - crop.width)};
}

MapPlacement placement_behind(CropSize crop, const FirstConvolution& first, int height, int width) {
  const CropSize added = added_before(crop, first);
  const CropSize size{crop.height + added.height, crop.width + added.width};
  MapPlacement place = placement(size, first.steps, height, width);
  place.pad_top += added.height / 2;
  place.pad_left += added.width / 2;
  return place;
}

}  // namespace

MapPart unpadded_part(const MapPlacement& place, const Shape& shape, CropSize crop) {
  // The first cell and the one behind the last, along one axis.
  const auto cells = [](std::int64_t count, int stride, int pad, int window, int extent) {
    const int first = (pad + stride - 1) / stride;
    const int room = extent - window + pad;
    const int end = room < 0 ? 0 : std::min(static_cast<int>(count), room / stride + 1);
    return std::pair(first, std::max(first, end));
  };
  const auto [top, bottom] =
      cells(shape[0], place.stride_h, place.pad_top, place.window_height, crop.height);
  const auto [left, right] =
      cells(shape[1], place.stride_w, place.pad_left, place.window_width, crop.width);
  return {top, left, bottom - top, right - left};
}

MapPlacement my_placement(const Document& document, const Filter& filter) {
  const auto first = document.adopt_network && document.network
                         ? first_convolution(document.network->trained->model)
                         : std::nullopt;
  if (first) return placement_behind(document.crop_size, *first, filter.height, filter.width);
  return placement(document.crop_size, bench_steps(document), filter.height, filter.width);
}

MapPlacement pooled_placement(const MapPlacement& map, const Pooling& pooling) {
  MapPlacement place = map;
  place.window_height += (pooling.size - 1) * map.stride_h;
  place.window_width += (pooling.size - 1) * map.stride_w;
  place.stride_h *= pooling.size;
  place.stride_w *= pooling.size;
  return place;
}

MapPlacement trained_placement(const Document& document, const FirstConvolution& first,
                               const FilterBank& bank) {
  return placement_behind(document.crop_size, first, bank.height, bank.width);
}

}  // namespace convlens::lab
