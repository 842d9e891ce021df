#pragma once

#include <imgui_internal.h>

#include <span>
#include <vector>

#include "ui/kit/context.h"
#include "ui/network/flow_columns.h"

// Small maps of one layer, each in its box.
namespace convlens::ui {

struct MapTile {
  int map = 0;
  ImRect box;
};

// The pictures alone: those of a layer's maps are one draw call.
void draw_tiles(const PanelContext& context, const FlowLayer& layer,
                std::span<const MapTile> tiles);
// What the pictures do not tell: a stroke through a map that is 0 everywhere, a corner turned up at
// one that is largest where zeros were put round it.
void draw_tile_marks(const PanelContext& context, const FlowLayer& layer,
                     std::span<const MapTile> tiles);
// Their frames; a click shows a map large, and the pointer on it tells about it.
void tile_items(const PanelContext& context, const FlowLayer& layer,
                std::span<const MapTile> tiles);

// Maps too small to tell anything but their mean, `means` of all of the layer's: a patch each, and
// one item for all of them.
void strip(const PanelContext& context, const FlowLayer& layer, std::span<const MapTile> tiles,
           std::span<const float> means);

// A small map that is 0 everywhere, as draw_tile_marks() has it, for heads.
void draw_dead_sign(const PanelContext& context, ImVec2 min, float side);

}  // namespace convlens::ui
