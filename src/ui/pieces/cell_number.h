#pragma once

#include <imgui_internal.h>

#include "ui/kit/context.h"

namespace convlens::ui {

// Text in the middle of a cell in a colour that is readable on the cell's, smaller where the cell
// is too narrow for it. `line` of `lines`, one below the other.
void draw_cell_text(const PanelContext& context, const ImRect& cell, const char* text,
                    ImU32 background, int line = 0, int lines = 1);
// A number as the panels print it.
void draw_cell_number(const PanelContext& context, const ImRect& cell, float number,
                      ImU32 background);

}  // namespace convlens::ui
