#include "app/figures/lab_tiles.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "core/statistics.h"
#include "lab/stages/map_sheet.h"

namespace convlens::app {
Tile picture_tile(const Image& image) {
  Tile tile{image.height, image.width, {}, {0.0f, 255.0f}};
  tile.colors.reserve(image.rgb.size() / 3);
  for (std::size_t i = 0; i < image.rgb.size(); i += 3) {
    tile.colors.push_back({image.rgb[i], image.rgb[i + 1], image.rgb[i + 2]});
  }
  return tile;
}

Tile color_tile(const TensorView& picture) {
  const Shape& shape = picture.shape();
  Tile tile{static_cast<int>(shape[1]), static_cast<int>(shape[2]), {}, {0.0f, 1.0f}};
  const auto values = picture.values();
  for (std::size_t i = 0; i < values.size(); i += 3) {
    const auto level = [&](std::size_t c) {
      return static_cast<std::uint8_t>(std::lround(std::clamp(values[i + c], 0.0f, 1.0f) * 255.0f));
    };
    tile.colors.push_back({level(0), level(1), level(2)});
  }
  return tile;
}

Tile crop_tile(const lab::Source& source, const TensorView& crop) {
  const auto& array = source.picture->array;
  if (!array) return color_tile(crop);
  const Shape& shape = crop.shape();  // (1, h, w, c)
  Tensor shown({1, shape[1], shape[2], 3});
  const float extent = std::max(array->range.hi - array->range.lo, 1e-30f);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const auto plane =
        static_cast<std::size_t>(array->planes[array->planes.size() == 1 ? 0 : i % 3]);
    const float value = crop.data()[i / 3 * static_cast<std::size_t>(shape[3]) + plane];
    shown.data()[i] = (value - array->range.lo) / extent;
  }
  return color_tile(shown);
}

Tile filter_tile(const lab::Filter& filter, int plane, Colormap colormap) {
  const float scale = lab::weight_scale(filter, 1e-6f);
  Tile tile{filter.height, filter.width, {}, {-scale, scale}};
  for (int row = 0; row < filter.height; ++row) {
    for (int column = 0; column < filter.width; ++column) {
      const float weight = plane < 0 ? 0.0f : filter.at(row, column, plane);
      tile.colors.push_back(plane < 0 ? lab::composite_color(filter, row, column, scale)
                                      : color_of(weight, tile.range, colormap));
      tile.not_finite += std::isfinite(weight) ? 0 : 1;
    }
  }
  if (plane < 0) tile.not_finite = not_finite(filter.weights).count();
  return tile;
}

std::vector<Tile> channel_tiles(const TensorView& activation, const MapColors& colors) {
  std::vector<Tensor> maps;
  for (std::int64_t c = 0; c < activation.shape()[3]; ++c) {
    maps.push_back(lab::channel_map(activation, static_cast<std::size_t>(c)));
  }
  return map_tiles(std::vector<TensorView>(maps.begin(), maps.end()), colors);
}

Result<std::vector<Tile>> filter_tiles(const lab::FilterBank& bank, const MapColors& colors,
                                       bool as_pictures) {
  if (bank.channels == 3 && as_pictures) {
    std::vector<Tile> tiles;
    for (std::size_t f = 0; f < bank.count; ++f) {
      tiles.push_back(filter_tile(lab::filter_of(bank, f), -1, colors.colormap));
    }
    return tiles;
  }
  if (bank.channels != 1) {
    return fail("the filters of layer {} have {} channels, filters of 1 or 3 can be drawn",
                bank.name, bank.channels);
  }
  // Filters of one channel stand in the kernel as the channels of a picture do.
  const Shape as_picture{1, bank.height, bank.width, static_cast<std::int64_t>(bank.count)};
  return channel_tiles({bank.kernel.values(), as_picture}, colors);
}

std::vector<Tile> bench_tiles(const lab::Pipeline& pipeline, const MapColors& colors) {
  std::vector<TensorView> maps;
  for (std::size_t s = 0; s < pipeline.source_count(); ++s) {
    for (std::size_t f = 0; f < pipeline.filter_count(); ++f) {
      maps.push_back(pipeline.map(s, f).values);
    }
  }
  return map_tiles(maps, colors);
}

}  // namespace convlens::app
