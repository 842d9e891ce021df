#include "ui/network/one_layer.h"

#include <algorithm>
#include <cmath>

#include "lab/shown/large_map.h"
#include "ui/kit/metrics.h"
#include "ui/network/map_tiles.h"

namespace convlens::ui {
namespace {

constexpr float kTilesGap = 4;
constexpr float kLargestTile = 240;
constexpr int kMostTiles = 4096;  // of a list that is longer, its first values

struct TileGrid {
  int columns = 1;
  ImVec2 step;
};

// So many columns that the maps are largest.
TileGrid tile_grid(int maps, float aspect, ImVec2 room, float most) {
  TileGrid best{1, ImVec2(1, 1)};
  for (int columns = 1; columns <= maps; ++columns) {
    const int rows = (maps + columns - 1) / columns;
    const float width = std::min(
        {room.x / static_cast<float>(columns), room.y / static_cast<float>(rows) * aspect, most});
    if (width > best.step.x) {
      best = {columns, ImVec2(std::floor(width), std::floor(width / aspect))};
    }
  }
  best.step.y = std::max(1.0f, best.step.y);
  return best;
}

const FlowLayer* shown_layer(const std::vector<FlowGroup>& layers, std::size_t node) {
  const auto found = std::find_if(layers.begin(), layers.end(),
                                  [node](const FlowGroup& group) { return group.holds(node); });
  return found == layers.end() ? nullptr : &found->layer();
}

}  // namespace

void one_layer(const PanelContext& context, FlowColumns& columns) {
  columns.follow(context.lab);
  const FlowLayer* layer = shown_layer(columns.layers(), lab::large_map(context.lab).node);
  const float frame = context.px(2);  // the picked map's stands outside
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  const ImVec2 all = ImGui::GetContentRegionAvail();
  const ImVec2 min(cursor.x + frame, cursor.y + frame);
  const ImVec2 room(all.x - 2 * frame, all.y - 2 * frame);
  if (layer == nullptr || room.x < 1 || room.y < 1) return;
  const int count = std::min(layer->maps, int{kMostTiles});
  const TileGrid grid = tile_grid(count, layer->aspect(), room, context.px(kLargestTile));
  const float gap = grid.step.x > context.px(16) ? context.px(kTilesGap) : 1.0f;
  const MapOrder& order = columns.order(context.lab, *layer);
  std::vector<MapTile> tiles;
  for (int place = 0; place < count; ++place) {
    const int row = place / grid.columns;
    const ImVec2 at(min.x + grid.step.x * static_cast<float>(place % grid.columns),
                    min.y + grid.step.y * static_cast<float>(row));
    tiles.push_back({order.maps[static_cast<std::size_t>(place)],
                     {at, ImVec2(at.x + std::max(1.0f, grid.step.x - gap),
                                 at.y + std::max(1.0f, grid.step.y - gap))}});
  }
  draw_tiles(context, *layer, tiles);
  draw_tile_marks(context, *layer, tiles);
  tile_items(context, *layer, tiles);
  ImGui::SetCursorScreenPos(cursor);
  ImGui::Dummy(all);
}

}  // namespace convlens::ui
