#include "ui/filter_sheet.h"

#include <algorithm>
#include <cmath>

#include "lab/shown_maps.h"
#include "ui/marks.h"
#include "ui/metrics.h"
#include "ui/stage.h"

namespace convlens::ui {
namespace {

constexpr float kSpacing = 6;

// The plane that the sheet shows: all three in colour, or the one on the stage.
int sheet_plane(const PanelContext& context, const lab::FilterBank& bank) {
  if (bank.channels == 3) return -1;
  const int plane = static_cast<int>(context.lab.view().plane);
  return std::clamp(plane, 0, bank.channels - 1);
}

}  // namespace

ImRect draw_bank_filter(const PanelContext& context, const lab::FilterBank& bank, std::size_t index,
                        ImVec2 min, float side_px) {
  const int columns = std::min(lab::kFilterColumns, static_cast<int>(bank.count));
  const int rows = (static_cast<int>(bank.count) + columns - 1) / columns;
  const auto longest = static_cast<float>(std::max(bank.height, bank.width));
  const ImVec2 extent(std::floor(side_px * static_cast<float>(bank.width) / longest),
                      std::floor(side_px * static_cast<float>(bank.height) / longest));
  const ImVec2 a(std::floor(min.x + (side_px - extent.x) / 2),
                 std::floor(min.y + (side_px - extent.y) / 2));
  const ImVec2 b(a.x + extent.x, a.y + extent.y);
  const auto column = static_cast<float>(static_cast<int>(index) % columns);
  const auto row = static_cast<float>(static_cast<int>(index) / columns);
  const ImVec2 step(1.0f / static_cast<float>(columns), 1.0f / static_cast<float>(rows));
  draw_texture(ImGui::GetWindowDrawList(),
               context.textures.filters(bank.layer, sheet_plane(context, bank)), a, b,
               ImVec2(column * step.x, row * step.y),
               ImVec2((column + 1) * step.x, (row + 1) * step.y));
  return {a, b};
}

std::optional<std::size_t> filter_sheet(const PanelContext& context, const lab::FilterBank& bank,
                                        float side, std::optional<std::size_t> marked) {
  std::optional<std::size_t> clicked;
  const float side_px = context.px(side);
  const float step = side_px + context.px(kSpacing);
  const float line = context.px(2);  // frames stand outside the pictures
  const float width = ImGui::GetContentRegionAvail().x - 2 * line;
  const auto columns =
      std::max<std::size_t>(1, static_cast<std::size_t>((width + context.px(kSpacing)) / step));
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  const ImVec2 origin(cursor.x + line, cursor.y + line);
  for (std::size_t index = 0; index < bank.count; ++index) {
    const ImVec2 min(origin.x + static_cast<float>(index % columns) * step,
                     origin.y + static_cast<float>(index / columns) * step);
    ImGui::SetCursorScreenPos(min);
    ImGui::PushID(static_cast<int>(index));
    if (ImGui::InvisibleButton("trained filter", ImVec2(side_px, side_px))) clicked = index;
    ImGui::PopID();
    if (!ImGui::IsItemVisible()) continue;
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
      ImGui::SetTooltip("%s [%zu]  (%d, %d, %d)", bank.name.c_str(), index, bank.height, bank.width,
                        bank.channels);
    }
    const ImRect picture = draw_bank_filter(context, bank, index, min, side_px);
    if (marked == index) {
      draw_frame(context, Side::kTrained, picture.Min, picture.Max, context.px(2));
    } else {
      ImGui::GetWindowDrawList()->AddRect(picture.Min, picture.Max, context.colors().line);
    }
  }
  const auto rows = (bank.count + columns - 1) / columns;
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy(ImVec2(width, static_cast<float>(rows) * step));
  return clicked;
}

}  // namespace convlens::ui
