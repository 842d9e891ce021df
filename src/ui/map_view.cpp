#include "ui/map_view.h"

#include <algorithm>
#include <cmath>

#include "ui/metrics.h"

namespace convlens::ui {
namespace {

ImRect cell_rect(const ImRect& rect, const Shape& shape, int row, int column) {
  const ImVec2 extent(rect.GetWidth() / static_cast<float>(shape[1]),
                      rect.GetHeight() / static_cast<float>(shape[0]));
  const ImVec2 a(rect.Min.x + extent.x * static_cast<float>(column),
                 rect.Min.y + extent.y * static_cast<float>(row));
  return {a, ImVec2(a.x + extent.x, a.y + extent.y)};
}

}  // namespace

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
  ImRect outline = cell_rect(rect, shape, cell.row, cell.column);
  outline.Expand(context.px(1));
  ImGui::GetWindowDrawList()->AddRect(outline.Min, outline.Max, context.colors().accent, 0,
                                      context.px(2));
  const auto index = static_cast<std::size_t>(cell.row * static_cast<int>(shape[1]) + cell.column);
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::SetTooltip("[%d, %d]  %.4f", cell.row, cell.column,
                    static_cast<double>(map.values.values()[index]));
  ImGui::PopFont();
}

void pin_on_click(const PanelContext& context, const MapCell& cell) {
  lab::View& view = context.lab.view();
  if (view.drawer != lab::DrawerTab::kArithmetic || !ImGui::IsItemDeactivated()) return;
  const lab::CellPlace clicked{cell.source, cell.filter, cell.row, cell.column};
  if (view.pinned == clicked) {
    view.pinned.reset();
  } else {
    view.pinned = clicked;
  }
}

// A frame and four lines that point at it: a cell may be no larger than a pixel.
void mark_pinned(const PanelContext& context, const ImRect& rect, std::size_t source,
                 std::size_t filter) {
  const lab::View& view = context.lab.view();
  const auto& pinned = view.pinned;
  if (view.drawer != lab::DrawerTab::kArithmetic || !pinned) return;
  if (pinned->source != source || pinned->filter != filter) return;
  const Shape& shape = context.lab.pipeline().map(source, filter).values.shape();
  ImRect frame = cell_rect(rect, shape, pinned->row, pinned->column);
  frame.Expand(context.px(3));
  const ImVec2 center = frame.GetCenter();
  const float reach = context.px(6);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto draw = [&](ImU32 color, float width) {
    list->AddRect(frame.Min, frame.Max, color, 0, width);
    list->AddLine(ImVec2(frame.Min.x - reach, center.y), ImVec2(frame.Min.x, center.y), color,
                  width);
    list->AddLine(ImVec2(frame.Max.x, center.y), ImVec2(frame.Max.x + reach, center.y), color,
                  width);
    list->AddLine(ImVec2(center.x, frame.Min.y - reach), ImVec2(center.x, frame.Min.y), color,
                  width);
    list->AddLine(ImVec2(center.x, frame.Max.y), ImVec2(center.x, frame.Max.y + reach), color,
                  width);
  };
  // Dark round light stays visible on any map.
  draw(IM_COL32(0, 0, 0, 230), context.px(4));
  draw(IM_COL32_WHITE, context.px(2));
}

}  // namespace convlens::ui
