#include "app/figures/figure_page.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/statistics.h"

namespace convlens::app {
namespace {

constexpr int kMargin = 24;       // round the page and between its cells
constexpr int kNarrowMargin = 8;  // where there are more than kFewColumns
constexpr int kFewColumns = 3;
// Small maps are enlarged by a whole factor to at most this width, and so that a row is about so
// wide.
constexpr int kTargetCellWidth = 600;
constexpr int kTargetPageWidth = 1280;
// Of a map without finite values: null in JSON.
constexpr ValueRange kNoRange{std::numeric_limits<float>::quiet_NaN(),
                              std::numeric_limits<float>::quiet_NaN()};

}  // namespace

std::vector<Tile> map_tiles(const std::vector<TensorView>& maps, const MapColors& colors) {
  std::optional<ValueRange> layer;
  for (const TensorView& map : maps) {
    if (not_finite(map.values()).count() == map.values().size()) continue;
    const ValueRange own = finite_range(map.values());
    if (!layer) layer = own;
    layer = {std::min(layer->lo, own.lo), std::max(layer->hi, own.hi)};
  }
  std::vector<Tile> tiles;
  for (const TensorView& map : maps) {
    const bool fixed = colors.range_mode == RangeMode::kFixed;
    const ValueRange wanted = colors.range_mode == RangeMode::kEach ? finite_range(map.values())
                                                                    : layer.value_or(ValueRange{});
    const ValueRange range = fixed ? colors.fixed_range : range_for(colors.colormap, wanted);
    const Shape& shape = map.shape();
    Tile tile{static_cast<int>(shape[0]), static_cast<int>(shape[1]),
              colorize(map.values(), range, colors.colormap), range,
              not_finite(map.values()).count()};
    if (tile.not_finite == map.values().size()) tile.range = kNoRange;
    tiles.push_back(std::move(tile));
  }
  return tiles;
}

// Columns and rows are as wide and high as the largest tile.
Result<Figure> lay_out(std::vector<Tile> tiles, int columns) {
  int widest = 1;
  int highest = 1;
  for (const Tile& tile : tiles) {
    widest = std::max(widest, tile.columns);
    highest = std::max(highest, tile.rows);
  }
  const auto count = static_cast<int>(tiles.size());
  columns = std::min(columns, count);
  const int zoom = std::max(1, std::min(kTargetCellWidth, kTargetPageWidth / columns) / widest);
  const int margin = columns <= kFewColumns ? kMargin : kNarrowMargin;
  const int rows = (count + columns - 1) / columns;
  const std::int64_t page_width = std::int64_t{columns} * (widest * zoom + margin) + margin;
  const std::int64_t page_height = std::int64_t{rows} * (highest * zoom + margin) + margin;
  if (page_width * page_height > kMaxPagePixels) {
    return fail("a figure of {}x{} pixels would be needed, at most {} pixels are drawn", page_width,
                page_height, kMaxPagePixels);
  }

  Figure figure{static_cast<int>(page_width), static_cast<int>(page_height)};
  std::size_t left_out = 0;
  for (int i = 0; i < count; ++i) {
    Tile& tile = tiles[static_cast<std::size_t>(i)];
    const int x = margin + i % columns * (widest * zoom + margin);
    const int y = margin + i / columns * (highest * zoom + margin);
    figure.cells.push_back(
        {i, x, y, tile.columns * zoom, tile.rows * zoom, tile.rows, tile.columns, tile.range});
    left_out += tile.not_finite;
    figure.tiles.push_back({std::move(tile), x, y, zoom});
  }
  if (left_out > 0) {
    figure.said = fmt::format("{} values are not finite and drawn in magenta", left_out);
  }
  return figure;
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

}  // namespace convlens::app
