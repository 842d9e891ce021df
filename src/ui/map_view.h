#pragma once

#include <optional>

#include "lab/placement.h"
#include "ui/panel.h"

namespace convlens::ui {

// Whole multiples of a map's own pixels, or whole fractions where it is larger than its room.
float whole_zoom(float zoom);

// Where a map of `shape` (H', W') lies on screen when the crop is shown at `min` with `zoom` pixels
// a pixel.
ImRect map_rect(const lab::MapPlacement& place, const Shape& shape, ImVec2 min, float zoom);

// The cell of a map under the pointer, if the item before is hovered and the pointer is on the map.
std::optional<MapCell> hovered_map_cell(const ImRect& rect, const Shape& shape);

// Outlines a cell and says its value in a tooltip.
void show_cell(const PanelContext& context, const ImRect& rect, const lab::FeatureMap& map,
               const MapCell& cell);

// Pins a cell of my map where the item before was clicked, or lets it go where it is the pinned
// one; only while the drawer takes cells apart.
void pin_on_click(const PanelContext& context, const MapCell& cell);

// Marks the pinned cell on its map.
void mark_pinned(const PanelContext& context, const ImRect& rect, std::size_t source,
                 std::size_t filter);

}  // namespace convlens::ui
