#pragma once

#include <imgui_internal.h>

#include "ui/kit/context.h"

// What tells mine from trained besides the colour: a solid frame and a brush, a dashed frame and a
// graduate's cap.
namespace convlens::ui {

enum class Side { kMine, kTrained };

ImU32 side_color(const PanelContext& context, Side side);

// A frame round [min, max], `width_px` pixels wide and outside of it.
void draw_frame(const PanelContext& context, Side side, ImVec2 min, ImVec2 max, float width_px);

// The mark in a square of `side_px` pixels.
void draw_mark(const PanelContext& context, Side side, ImVec2 min, float side_px);

// The mark of a cell and of its window, round a box: black and white, visible on every colour.
void ring(const PanelContext& context, const ImRect& box);

// Slanted lines inside a rectangle, `step_px` apart, so that what is untrained, padding or cut off
// is not told by its colour alone.
void hatch(ImVec2 min, ImVec2 max, float step_px, ImU32 color);

}  // namespace convlens::ui
