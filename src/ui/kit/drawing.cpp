#include "ui/kit/drawing.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "ui/kit/theme.h"

namespace convlens::ui {

OwnFiltering::OwnFiltering(ImDrawList* list) {
  const ImGuiPlatformIO& platform = ImGui::GetPlatformIO();
  if (platform.DrawCallback_SetSamplerFromTex == nullptr) return;
  list_ = list;
  list_->AddCallback(platform.DrawCallback_SetSamplerFromTex, nullptr);
}

OwnFiltering::~OwnFiltering() {
  if (list_ == nullptr) return;
  list_->AddCallback(ImGui::GetPlatformIO().DrawCallback_ResetRenderState, nullptr);
}

void draw_texture(ImDrawList* list, ImTextureID texture, ImVec2 min, ImVec2 max, ImVec2 uv_min,
                  ImVec2 uv_max, ImU32 tint) {
  const OwnFiltering filtering(list);
  list->AddImage(texture, min, max, uv_min, uv_max, tint);
}

int cell_at(float offset, float extent, std::int64_t count) {
  const auto index = static_cast<int>(offset / extent * static_cast<float>(count));
  return std::clamp(index, 0, static_cast<int>(count) - 1);
}

ImRect draw_cells(ImDrawList* list, const lab::Filter& filter, ImVec2 min, float side,
                  const std::function<ImU32(int row, int column)>& color) {
  // Edges are rounded one by one, so that the cells fill the square without seams.
  const auto longest = static_cast<float>(std::max(filter.height, filter.width));
  const auto edge = [&](int cells) {
    return std::floor(side * static_cast<float>(cells) / longest + 0.5f);
  };
  const ImVec2 origin(std::floor(min.x + (side - edge(filter.width)) / 2),
                      std::floor(min.y + (side - edge(filter.height)) / 2));
  const ImRect all(origin, ImVec2(origin.x + edge(filter.width), origin.y + edge(filter.height)));
  // Most cells are alike. A software renderer takes longer for a triangle than for its pixels: so
  // all of them at once, then those that differ, as long as they stand beside each other.
  const ImU32 ground = color(0, 0);
  list->AddRectFilled(all.Min, all.Max, ground);
  for (int row = 0; row < filter.height; ++row) {
    for (int column = 0, end = 0; column < filter.width; column = end) {
      const ImU32 shown = color(row, column);
      for (end = column + 1; end < filter.width && color(row, end) == shown;) ++end;
      if (shown == ground) continue;
      list->AddRectFilled(ImVec2(origin.x + edge(column), origin.y + edge(row)),
                          ImVec2(origin.x + edge(end), origin.y + edge(row + 1)), shown);
    }
  }
  return all;
}

ImRect draw_filter(ImDrawList* list, const lab::Filter& filter, ImVec2 min, float side,
                   lab::Theme theme) {
  const float scale = lab::weight_scale(filter, 1e-6f);
  // Planes that are no colours have none: their mean has a sign.
  const bool signs = lab::has_equal_planes(filter) || filter.channels != lab::kRgb;
  return draw_cells(list, filter, min, side, [&](int row, int column) {
    if (signs) return signed_color(lab::mean_weight(filter, row, column), scale, theme);
    const Rgb color = lab::composite_color(filter, row, column, scale);
    return IM_COL32(color[0], color[1], color[2], 255);
  });
}

void draw_fitted_text(ImDrawList* list, ImFont* font, float size_px, ImVec2 min, float right,
                      ImU32 color, const char* text) {
  if (right <= min.x) return;
  ImGui::PushFont(font, size_px / ImGui::GetStyle().FontScaleMain);
  ImGui::PushStyleColor(ImGuiCol_Text, color);
  // To its end: what Dear ImGui finds by itself is that of a label, which "##" ends.
  ImGui::RenderTextEllipsis(list, min, ImVec2(right, min.y + size_px * 2), right, text,
                            text + std::strlen(text), nullptr);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

float fitting_size(ImFont* font, float size_px, float least_px, float room, const char* text) {
  const auto width_at = [=](float size) {
    return font->CalcTextSizeA(size, FLT_MAX, 0.0f, text).x;
  };
  const float width = width_at(size_px);
  const float share = width > 0.0f ? std::clamp(room / width, 0.0f, 1.0f) : 1.0f;
  const float least = std::floor(least_px);
  float size = std::max(least, std::floor(size_px * share));
  // Glyphs are not as wide as their size alone says.
  while (size > least && width_at(size) > room) size -= 1.0f;
  return size;
}

}  // namespace convlens::ui
