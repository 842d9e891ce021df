#pragma once

#include <imgui.h>
#include <imgui_internal.h>

#include <cstdint>
#include <functional>

#include "lab/document/filter.h"
#include "lab/view.h"

// Pictures, filters and text put into a draw list.
namespace convlens::ui {

// While it lives, textures added to the list are drawn with their own filtering: nearest when
// enlarged. Images of one texture that follow each other within become one draw call.
class OwnFiltering {
 public:
  explicit OwnFiltering(ImDrawList* list);
  ~OwnFiltering();
  OwnFiltering(const OwnFiltering&) = delete;
  OwnFiltering& operator=(const OwnFiltering&) = delete;

 private:
  ImDrawList* list_ = nullptr;  // null where the renderer knows no such thing
};

// One texture with its own filtering.
void draw_texture(ImDrawList* list, ImTextureID texture, ImVec2 min, ImVec2 max,
                  ImVec2 uv_min = ImVec2(0, 0), ImVec2 uv_max = ImVec2(1, 1),
                  ImU32 tint = IM_COL32_WHITE);
// A filter as a small picture in the middle of a square of `side` pixels, its cells coloured by
// `color(row, column)`. Returns the picture's corners.
ImRect draw_cells(ImDrawList* list, const lab::Filter& filter, ImVec2 min, float side,
                  const std::function<ImU32(int row, int column)>& color);
// The same, in the colours of signs where all planes are alike, else as a colour picture in which
// grey is 0.
ImRect draw_filter(ImDrawList* list, const lab::Filter& filter, ImVec2 min, float side,
                   lab::Theme theme);
// Which of `count` cells that share `extent` pixels lies at `offset`; the nearest one beyond them.
int cell_at(float offset, float extent, std::int64_t count);
// One line of text that ends in dots where it would pass `right`.
void draw_fitted_text(ImDrawList* list, ImFont* font, float size_px, ImVec2 min, float right,
                      ImU32 color, const char* text);
// The size in whole pixels, `size_px` at most and `least_px` at least, at which a text takes no
// more than `room`: glyphs of a size between two are drawn from either.
float fitting_size(ImFont* font, float size_px, float least_px, float room, const char* text);

}  // namespace convlens::ui
