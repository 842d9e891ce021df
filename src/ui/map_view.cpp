#include "ui/map_view.h"

#include <algorithm>
#include <cmath>

#include "ui/metrics.h"

namespace convlens::ui {
float whole_zoom(float zoom) {
  return zoom >= 1.0f ? std::floor(zoom) : 1.0f / std::ceil(1.0f / std::max(zoom, 1e-3f));
}

ImRect map_rect(const lab::MapPlacement& place, const Shape& shape, ImVec2 min, float zoom) {
  const ImVec2 a(min.x + zoom * static_cast<float>(place.left()),
                 min.y + zoom * static_cast<float>(place.top()));
  return {a, ImVec2(a.x + zoom * static_cast<float>(shape[1] * place.stride_w),
                    a.y + zoom * static_cast<float>(shape[0] * place.stride_h))};
}

std::optional<MapCell> hovered_map_cell(const ImRect& rect, const Shape& shape) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!ImGui::IsItemHovered() || !rect.Contains(mouse)) return std::nullopt;
  const auto cell_at = [](float offset, float extent, std::int64_t cells) {
    const auto index = static_cast<int>(offset / extent * static_cast<float>(cells));
    return std::clamp(index, 0, static_cast<int>(cells) - 1);
  };
  return MapCell{0, 0, cell_at(mouse.y - rect.Min.y, rect.GetHeight(), shape[0]),
                 cell_at(mouse.x - rect.Min.x, rect.GetWidth(), shape[1])};
}

void show_cell(const PanelContext& context, const ImRect& rect, const lab::FeatureMap& map,
               const MapCell& cell) {
  const Shape& shape = map.values.shape();
  const ImVec2 extent(rect.GetWidth() / static_cast<float>(shape[1]),
                      rect.GetHeight() / static_cast<float>(shape[0]));
  const ImVec2 a(rect.Min.x + extent.x * static_cast<float>(cell.column),
                 rect.Min.y + extent.y * static_cast<float>(cell.row));
  const float line = context.px(1);
  ImGui::GetWindowDrawList()->AddRect(ImVec2(a.x - line, a.y - line),
                                      ImVec2(a.x + extent.x + line, a.y + extent.y + line),
                                      context.colors().accent, 0, context.px(2));
  const auto index = static_cast<std::size_t>(cell.row * static_cast<int>(shape[1]) + cell.column);
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::SetTooltip("[%d, %d]  %.4f", cell.row, cell.column,
                    static_cast<double>(map.values.values()[index]));
  ImGui::PopFont();
}

}  // namespace convlens::ui
