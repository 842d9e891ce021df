#include "app/figures/figure.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "app/figures/network_figure.h"
#include "app/open/open_files.h"
#include "lab/stages/pipeline.h"

namespace convlens::app {
namespace {

Tile picture_tile(const Image& image, int top, int left, int rows, int columns) {
  Tile tile{rows, columns, {}, {0.0f, 255.0f}};
  tile.colors.reserve(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < columns; ++x) {
      const auto pixel = image.pixel(top + y, left + x);
      tile.colors.push_back({pixel[0], pixel[1], pixel[2]});
    }
  }
  return tile;
}

// The crop as the filter sees it, float32 0..1, back in 8 bits.
Tile crop_tile(const lab::InputStage& input) {
  const Shape& shape = input.pixels.shape();  // (1, h, w, 3)
  Tile tile{static_cast<int>(shape[1]), static_cast<int>(shape[2]), {}, {0.0f, 1.0f}};
  const auto values = input.pixels.values();
  for (std::size_t i = 0; i < values.size(); i += 3) {
    const auto level = [&](std::size_t c) {
      return static_cast<std::uint8_t>(std::lround(std::clamp(values[i + c], 0.0f, 1.0f) * 255.0f));
    };
    tile.colors.push_back({level(0), level(1), level(2)});
  }
  return tile;
}

Result<std::vector<Tile>> feature_map_tiles(const lab::Document& document,
                                            const FigureOptions& options) {
  lab::Pipeline pipeline;
  TRY(pipeline.update(document));
  std::vector<TensorView> maps;
  for (std::size_t s = 0; s < pipeline.source_count(); ++s) {
    for (std::size_t f = 0; f < pipeline.filter_count(); ++f) {
      maps.push_back(pipeline.map(s, f).values);
    }
  }
  return map_tiles(maps, {options.colormap.value_or(Colormap::kViridis),
                          options.range_mode.value_or(RangeMode::kEach), options.fixed_range});
}

Result<std::vector<Tile>> make_tiles(const lab::Document& document, const FigureOptions& options) {
  if (options.name == "feature-maps") return feature_map_tiles(document, options);
  std::vector<Tile> tiles;
  if (options.name == "crops") {
    lab::Pipeline pipeline;
    TRY(pipeline.update(document));
    for (std::size_t s = 0; s < document.sources.size(); ++s) {
      tiles.push_back(crop_tile(pipeline.input(s)));
    }
    return tiles;
  }
  for (const lab::Source& source : document.sources) {
    const Image& image = source.picture->image;
    tiles.push_back(picture_tile(image, 0, 0, image.height, image.width));
  }
  return tiles;
}

}  // namespace

Result<Figure> render_figure(const FigureOptions& options) {
  if (is_network_figure(options.name)) return render_network_figure(options);
  std::vector<std::filesystem::path> filters;
  if (options.filters) filters.push_back(*options.filters);
  TRY_ASSIGN(auto document, open_document(options.images, filters));
  TRY_ASSIGN(auto tiles, make_tiles(document, options));
  const std::size_t across =
      options.name == "feature-maps" ? document.filters.size() : tiles.size();
  return lay_out(tiles, options.columns.value_or(static_cast<int>(across)));
}

}  // namespace convlens::app
