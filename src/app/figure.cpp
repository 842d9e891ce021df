#include "app/figure.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <system_error>
#include <utility>

#include "app/open_files.h"
#include "core/file.h"
#include "lab/pipeline.h"
#include "media/picture_file.h"

namespace convlens::app {
namespace {

constexpr int kMargin = 24;  // round the page and between its cells
// Small maps are enlarged by a whole factor to at most this width.
constexpr int kTargetCellWidth = 600;
constexpr std::int64_t kMaxPagePixels = std::int64_t{1} << 27;

// One map or picture, already coloured: rows x columns colours.
struct Tile {
  int rows = 0;
  int columns = 0;
  std::vector<Rgb> colors;
  ValueRange range;
};

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

Tile map_tile(const lab::FeatureMap& map, ValueRange range, Colormap colormap) {
  const Shape& shape = map.values.shape();
  return {static_cast<int>(shape[0]), static_cast<int>(shape[1]),
          colorize(map.values.values(), range, colormap), range};
}

Result<std::vector<Tile>> map_tiles(const lab::Document& document, const FigureOptions& options) {
  lab::Pipeline pipeline;
  if (const Status status = pipeline.update(document); !status) return fail(status.error());
  const ValueRange layer = pipeline.shared_range();
  std::vector<Tile> tiles;
  for (std::size_t s = 0; s < pipeline.source_count(); ++s) {
    for (std::size_t f = 0; f < pipeline.filter_count(); ++f) {
      const lab::FeatureMap& map = pipeline.map(s, f);
      const ValueRange range = options.range_mode == RangeMode::kFixed   ? options.fixed_range
                               : options.range_mode == RangeMode::kLayer ? layer
                                                                         : map.range;
      // A range that was asked for by number is taken at its word.
      const bool fixed = options.range_mode == RangeMode::kFixed;
      tiles.push_back(
          map_tile(map, fixed ? range : range_for(options.colormap, range), options.colormap));
    }
  }
  return tiles;
}

Result<std::vector<Tile>> make_tiles(const lab::Document& document, const FigureOptions& options) {
  if (options.name == "feature-maps") return map_tiles(document, options);
  std::vector<Tile> tiles;
  if (options.name == "crops") {
    lab::Pipeline pipeline;
    if (const Status status = pipeline.update(document); !status) return fail(status.error());
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

void paint(Image& page, const Tile& tile, const FigureCell& cell) {
  const int zoom = cell.width / tile.columns;
  for (int y = 0; y < cell.height; ++y) {
    auto* row = page.rgb.data() +
                (static_cast<std::size_t>(cell.y + y) * static_cast<std::size_t>(page.width) +
                 static_cast<std::size_t>(cell.x)) *
                    3;
    const Rgb* colors = tile.colors.data() +
                        static_cast<std::size_t>(y / zoom) * static_cast<std::size_t>(tile.columns);
    for (int x = 0; x < cell.width; ++x) row = std::copy_n(colors[x / zoom].begin(), 3, row);
  }
}

// Tiles from left to right, then down; columns and rows as wide and high as their largest tile.
Result<Figure> lay_out(const std::vector<Tile>& tiles, int columns) {
  int widest = 1;
  int highest = 1;
  for (const Tile& tile : tiles) {
    widest = std::max(widest, tile.columns);
    highest = std::max(highest, tile.rows);
  }
  const int zoom = std::max(1, kTargetCellWidth / widest);
  const auto count = static_cast<int>(tiles.size());
  columns = std::min(columns, count);
  const int rows = (count + columns - 1) / columns;
  const std::int64_t page_width = std::int64_t{columns} * (widest * zoom + kMargin) + kMargin;
  const std::int64_t page_height = std::int64_t{rows} * (highest * zoom + kMargin) + kMargin;
  if (page_width * page_height > kMaxPagePixels) {
    return fail("a figure of {}x{} pixels would be needed, at most {} pixels are drawn", page_width,
                page_height, kMaxPagePixels);
  }

  Figure figure;
  figure.picture.height = static_cast<int>(page_height);
  figure.picture.width = static_cast<int>(page_width);
  figure.picture.rgb.assign(static_cast<std::size_t>(page_width * page_height * 3), 255);
  for (int i = 0; i < count; ++i) {
    const Tile& tile = tiles[static_cast<std::size_t>(i)];
    const FigureCell cell{i,
                          kMargin + i % columns * (widest * zoom + kMargin),
                          kMargin + i / columns * (highest * zoom + kMargin),
                          tile.columns * zoom,
                          tile.rows * zoom,
                          tile.rows,
                          tile.columns,
                          tile.range};
    paint(figure.picture, tile, cell);
    figure.cells.push_back(cell);
  }
  return figure;
}

}  // namespace

Result<Figure> render_figure(const FigureOptions& options) {
  std::vector<std::filesystem::path> filters;
  if (options.filters) filters.push_back(*options.filters);
  auto document = open_document(options.images, filters);
  if (!document) return fail(std::move(document.error()));
  auto tiles = make_tiles(*document, options);
  if (!tiles) return fail(std::move(tiles.error()));
  const std::size_t across =
      options.name == "feature-maps" ? document->filters.size() : tiles->size();
  return lay_out(*tiles, options.columns.value_or(static_cast<int>(across)));
}

std::string cells_json(const std::vector<FigureCell>& cells) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const FigureCell& cell : cells) {
    json.push_back({{"index", cell.index},
                    {"x", cell.x},
                    {"y", cell.y},
                    {"width", cell.width},
                    {"height", cell.height},
                    {"rows", cell.rows},
                    {"cols", cell.columns},
                    {"lo", cell.range.lo},
                    {"hi", cell.range.hi}});
  }
  return json.dump(2) + "\n";
}

Status write_figure(const Figure& figure, const std::filesystem::path& png,
                    const std::optional<std::filesystem::path>& cells) {
  if (!cells) return media::write_png(png, figure.picture);

  std::error_code ignored;
  const bool existed = std::filesystem::exists(*cells, ignored);
  std::optional<std::vector<std::byte>> before;
  if (std::filesystem::is_regular_file(*cells, ignored)) {
    auto bytes = read_file(*cells);
    if (!bytes) return fail(std::move(bytes.error()));
    before = std::move(*bytes);
  }
  const std::string json = cells_json(figure.cells);
  if (Status written = write_file(*cells, std::as_bytes(std::span(json))); !written) {
    return written;
  }
  Status written = media::write_png(png, figure.picture);
  if (!written) {
    if (before) {
      // Its failure would only hide the first one, which is the one to report.
      static_cast<void>(write_file(*cells, *before));
    } else if (!existed) {
      std::filesystem::remove(*cells, ignored);
    }
  }
  return written;
}

}  // namespace convlens::app
