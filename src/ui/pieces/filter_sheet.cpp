#include "ui/pieces/filter_sheet.h"

#include <algorithm>
#include <cmath>

#include "lab/shown/shown_maps.h"
#include "ui/kit/drawing.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"

namespace convlens::ui {
namespace {

constexpr float kSpacing = 6;

// The plane that the sheet shows: all three in colour, or the one on the stage.
int sheet_plane(const PanelContext& context, const lab::FilterBank& bank) {
  if (bank.channels == 3) return -1;
  const int plane = static_cast<int>(context.lab.view().plane);
  return std::clamp(plane, 0, bank.channels - 1);
}

// Where a filter stands in a square of `side_px` pixels at `min`.
ImRect filter_rect(const lab::FilterBank& bank, ImVec2 min, float side_px) {
  const auto longest = static_cast<float>(std::max(bank.height, bank.width));
  const ImVec2 extent(std::floor(side_px * static_cast<float>(bank.width) / longest),
                      std::floor(side_px * static_cast<float>(bank.height) / longest));
  const ImVec2 a(std::floor(min.x + (side_px - extent.x) / 2),
                 std::floor(min.y + (side_px - extent.y) / 2));
  return {a, ImVec2(a.x + extent.x, a.y + extent.y)};
}

// A filter's part of the sheet's texture.
ImRect texture_part(const lab::FilterBank& bank, std::size_t index) {
  const int columns = std::min(lab::kFilterColumns, static_cast<int>(bank.count));
  const int rows = (static_cast<int>(bank.count) + columns - 1) / columns;
  const int above = static_cast<int>(index) / columns;
  const auto column = static_cast<float>(static_cast<int>(index) % columns);
  const auto row = static_cast<float>(above);
  const ImVec2 step(1.0f / static_cast<float>(columns), 1.0f / static_cast<float>(rows));
  return {ImVec2(column * step.x, row * step.y), ImVec2((column + 1) * step.x, (row + 1) * step.y)};
}

// A sheet as it lies on screen.
struct SheetGrid {
  ImVec2 origin;
  float side_px = 0;
  float step = 0;
  std::size_t columns = 1;

  ImVec2 at(std::size_t index) const {
    const std::size_t column = index % columns;
    const std::size_t row = index / columns;
    return {origin.x + static_cast<float>(column) * step,
            origin.y + static_cast<float>(row) * step};
  }
  bool is_visible(std::size_t index) const {
    const ImVec2 min = at(index);
    return ImGui::IsRectVisible(min, ImVec2(min.x + side_px, min.y + side_px));
  }
};

// Scrolls to the row of a filter that was not the marked one before.
void reveal(const SheetGrid& grid, std::size_t marked) {
  int* before = ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("marked filter"), -1);
  if (*before == static_cast<int>(marked)) return;
  *before = static_cast<int>(marked);
  const ImVec2 min = grid.at(marked);
  const ImRect sight = ImGui::GetCurrentWindow()->InnerRect;
  if (min.y >= sight.Min.y && min.y + grid.side_px <= sight.Max.y) return;
  ImGui::SetScrollY(std::floor(grid.step * static_cast<float>(marked / grid.columns)));
}

}  // namespace

ImRect draw_bank_filter(const PanelContext& context, const lab::FilterBank& bank, std::size_t index,
                        ImVec2 min, float side_px) {
  const ImRect rect = filter_rect(bank, min, side_px);
  const ImRect part = texture_part(bank, index);
  draw_texture(ImGui::GetWindowDrawList(),
               context.textures.filters(bank.layer, sheet_plane(context, bank)), rect.Min, rect.Max,
               part.Min, part.Max);
  return rect;
}

std::optional<std::size_t> filter_sheet(const PanelContext& context, const lab::FilterBank& bank,
                                        float side, std::optional<std::size_t> marked) {
  const float line = context.px(2);  // frames stand outside the pictures
  const float width = ImGui::GetContentRegionAvail().x - 2 * line;
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  SheetGrid grid;
  grid.origin = ImVec2(cursor.x + line, cursor.y + line);
  grid.side_px = context.px(side);
  grid.step = grid.side_px + context.px(kSpacing);
  grid.columns = std::max<std::size_t>(
      1, static_cast<std::size_t>((width + context.px(kSpacing)) / grid.step));
  ImDrawList* list = ImGui::GetWindowDrawList();
  {  // all pictures first: they are one draw call
    const OwnFiltering filtering(list);
    const ImTextureID texture = context.textures.filters(bank.layer, sheet_plane(context, bank));
    for (std::size_t index = 0; index < bank.count; ++index) {
      if (!grid.is_visible(index)) continue;
      const ImRect rect = filter_rect(bank, grid.at(index), grid.side_px);
      const ImRect part = texture_part(bank, index);
      list->AddImage(texture, rect.Min, rect.Max, part.Min, part.Max);
    }
  }
  if (marked) reveal(grid, *marked);
  std::optional<std::size_t> clicked;
  for (std::size_t index = 0; index < bank.count; ++index) {
    if (!grid.is_visible(index)) continue;
    ImGui::SetCursorScreenPos(grid.at(index));
    ImGui::PushID(static_cast<int>(index));
    const ImVec2 square(grid.side_px, grid.side_px);
    if (ImGui::InvisibleButton("trained filter", square, ImGuiButtonFlags_EnableNav))
      clicked = index;
    ImGui::PopID();
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
      ImGui::SetTooltip("%s [%zu]  (%d, %d, %d)", bank.name.c_str(), index, bank.height, bank.width,
                        bank.channels);
    }
    const ImRect rect = filter_rect(bank, grid.at(index), grid.side_px);
    if (marked == index) {
      draw_frame(context, Side::kTrained, rect.Min, rect.Max, context.px(2));
    } else {
      list->AddRect(rect.Min, rect.Max, context.colors().line);
    }
  }
  const auto rows = (bank.count + grid.columns - 1) / grid.columns;
  ImGui::SetCursorScreenPos(cursor);
  ImGui::Dummy(ImVec2(width, static_cast<float>(rows) * grid.step));
  return clicked;
}

}  // namespace convlens::ui
