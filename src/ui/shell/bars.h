#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// For windows over the whole width that never move: no decoration, docking or saved place.
ImGuiWindowFlags bar_flags();

// A strip over the whole width, `height` design pixels high, from `top` pixels down; a background
// of 0 leaves the panels' colour, which the frame is cleared to. ImGui::End() follows.
void begin_bar(const PanelContext& context, const char* name, float top, float height,
               ImU32 background);

// Puts the cursor so that a line of the given height stands in the middle of the bar.
void center_line(const PanelContext& context, float bar_height, float line_px);

// The bar at the top: workspaces and the network, and at its end undo, the palette, Present and
// what is set once.
void top_bar(const PanelContext& context);

}  // namespace convlens::ui
