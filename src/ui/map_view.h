#pragma once

#include <optional>

#include "ui/panel.h"

namespace convlens::ui {

// How a map lies on the crop that it was computed from: its cell (i, j) stands for the part of the
// crop round the middle of its window, `stride` pixels high and wide.
struct MapPlacement {
  double top = 0.0;  // of cell (0, 0), in pixels of the crop; may be outside
  double left = 0.0;
  int stride_h = 1;
  int stride_w = 1;
};
// `extent`: height and width of the crop; `kernel`: of the window.
MapPlacement placement(const conv::Conv2dOptions& steps, lab::CropSize extent, int kernel_height,
                       int kernel_width);

// Whole multiples of a map's own pixels, or whole fractions where it is larger than its room.
float whole_zoom(float zoom);

// Where a map of `shape` (H', W') lies on screen when the crop is shown at `min` with `zoom` pixels
// a pixel.
ImRect map_rect(const MapPlacement& place, const Shape& shape, ImVec2 min, float zoom);

// The cell of a map under the pointer, if the item before is hovered and the pointer is on the map.
std::optional<MapCell> hovered_map_cell(const ImRect& rect, const Shape& shape);

// Outlines a cell and says its value in a tooltip.
void show_cell(const PanelContext& context, const ImRect& rect, const lab::FeatureMap& map,
               const MapCell& cell);

}  // namespace convlens::ui
