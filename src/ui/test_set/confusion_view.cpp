#include "ui/test_set/confusion_view.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "lab/document/names.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kMostCell = 56;
constexpr float kLeastCell = 14;
constexpr float kLeastDigits = 9;  // the smallest letters, in design pixels
constexpr float kMostNames = 130;
constexpr float kHeadRow = 20;

// Where the parts of the matrix lie, in pixels of the screen.
struct MatrixPlace {
  ImVec2 corner;  // of the cells
  float cell = 1;
  float names = 0;  // the width before them
  float head = 0;   // the height over them

  ImRect box(int row, int column) const {
    const ImVec2 min(corner.x + static_cast<float>(column) * cell,
                     corner.y + static_cast<float>(row) * cell);
    return {min, ImVec2(min.x + cell, min.y + cell)};
  }
};

MatrixPlace place_of(const PanelContext& context, const TestGrid& grid, int classes, ImVec2 room) {
  MatrixPlace place;
  ImFont* font = context.fonts.text;
  for (int label = 0; label < classes; ++label) {
    const std::string name = legible(grid.class_name(label));
    const float width =
        font->CalcTextSizeA(context.px(design::kSmallText), FLT_MAX, 0, name.c_str()).x;
    place.names = std::max(place.names, width);
  }
  place.names =
      std::min({std::ceil(place.names), context.px(kMostNames), room.x * 0.3f}) + context.px(34);
  place.head = context.px(kHeadRow);
  const auto count = static_cast<float>(classes);
  const float fitting =
      std::floor(std::min((room.x - place.names) / count, (room.y - place.head) / count));
  place.cell = std::clamp(fitting, context.px(kLeastCell), context.px(kMostCell));
  const ImVec2 min = ImGui::GetCursorScreenPos();
  place.corner = ImVec2(min.x + place.names, min.y + place.head);
  return place;
}

// The page's colour with as much of the hue as the cell has of its row; roots, so that few are seen
// among many.
ImU32 cell_color(const PanelContext& context, const lab::ConfusionMatrix& matrix, int label,
                 int answer, int items) {
  const Palette& colors = context.colors();
  if (items == 0) return colors.panel;
  const float share = static_cast<float>(matrix.at(label, answer)) / static_cast<float>(items);
  const ImVec4 page = ImGui::ColorConvertU32ToFloat4(colors.panel);
  const ImVec4 hue = ImGui::ColorConvertU32ToFloat4(label == answer ? colors.accent : colors.error);
  return ImGui::ColorConvertFloat4ToU32(ImLerp(page, hue, std::sqrt(share)));
}

void draw_number(const PanelContext& context, const ImRect& box, ImU32 background, int number) {
  const std::string text = std::to_string(number);
  const float room = box.GetWidth() - context.px(4);
  const float least = context.px(kLeastDigits);
  const float size = fitting_size(context.fonts.numbers, context.px(design::kSmallText), least,
                                  room, text.c_str());
  const ImVec2 extent = context.fonts.numbers->CalcTextSizeA(size, FLT_MAX, 0, text.c_str());
  if (extent.x > box.GetWidth() || extent.y > box.GetHeight()) return;
  ImGui::GetWindowDrawList()->AddText(context.fonts.numbers, size,
                                      ImVec2(std::floor(box.GetCenter().x - extent.x / 2),
                                             std::floor(box.GetCenter().y - extent.y / 2)),
                                      readable_on(background), text.c_str());
}

// A part of the matrix that can be pressed.
bool pressed_in(const ImRect& box, const std::string& key) {
  ImGui::SetCursorScreenPos(box.Min);
  return ImGui::InvisibleButton(key.c_str(), box.GetSize());
}

void name_row(const PanelContext& context, const TestGrid& grid, const MatrixPlace& place,
              int label, bool chosen) {
  const ImRect first = place.box(label, 0);
  const float size = std::min(context.px(design::kSmallText), place.cell);
  const float top = std::floor(first.GetCenter().y - size / 2);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 color = chosen ? context.colors().text : context.colors().secondary;
  const std::string number = std::to_string(label);
  const float left = first.Min.x - place.names;
  list->AddText(context.fonts.numbers, size, ImVec2(left, top), color, number.c_str());
  draw_fitted_text(list, chosen ? context.fonts.strong : context.fonts.text, size,
                   ImVec2(left + context.px(26), top), first.Min.x - context.px(6), color,
                   legible(grid.class_name(label)).c_str());
}

void number_column(const PanelContext& context, const MatrixPlace& place, int answer, bool chosen) {
  const ImRect first = place.box(0, answer);
  const ImRect head(ImVec2(first.Min.x, first.Min.y - place.head),
                    ImVec2(first.Max.x, first.Min.y));
  const std::string text = std::to_string(answer);
  const float size = std::min(context.px(design::kSmallText), place.cell);
  const ImVec2 extent = context.fonts.numbers->CalcTextSizeA(size, FLT_MAX, 0, text.c_str());
  if (extent.x > head.GetWidth()) return;
  ImGui::GetWindowDrawList()->AddText(
      context.fonts.numbers, size,
      ImVec2(std::floor(head.GetCenter().x - extent.x / 2), head.Min.y + context.px(2)),
      chosen ? context.colors().text : context.colors().secondary, text.c_str());
}

// A row with its name: what was pressed in it.
std::optional<ConfusionCell> matrix_row(const PanelContext& context, const TestGrid& grid,
                                        const lab::ConfusionMatrix& matrix,
                                        const MatrixPlace& place, int label,
                                        const ConfusionCell& chosen) {
  std::optional<ConfusionCell> pressed;
  const ImRect first = place.box(label, 0);
  const ImRect name(ImVec2(first.Min.x - place.names, first.Min.y),
                    ImVec2(first.Min.x, first.Max.y));
  if (pressed_in(name, fmt::format("###class {}", label)))
    pressed = ConfusionCell{label, std::nullopt};
  const int items = matrix.items_of(label);
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
    ImGui::SetTooltip(
        "%s", context
                  .said(phrase("{}: {} pictures, {} right", legible(grid.class_name(label)), items,
                               matrix.at(label, label)))
                  .c_str());
  }
  name_row(context, grid, place, label, chosen.label == label);
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (int answer = 0; answer < matrix.classes; ++answer) {
    const ImRect box = place.box(label, answer);
    if (!ImGui::IsRectVisible(box.Min, box.Max)) continue;
    if (pressed_in(box, fmt::format("###cell {} {}", label, answer))) {
      pressed = ConfusionCell{label, answer};
    }
    const bool hovered = ImGui::IsItemHovered();
    const int number = matrix.at(label, answer);
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
      ImGui::SetTooltip(
          "%s", context
                    .said(phrase("{} taken for {}: {} of {}", legible(grid.class_name(label)),
                                 legible(grid.class_name(answer)), number, items))
                    .c_str());
    }
    const ImU32 color = cell_color(context, matrix, label, answer, items);
    const ImVec2 max(box.Max.x - 1, box.Max.y - 1);
    list->AddRectFilled(box.Min, max, color);
    if (number > 0) draw_number(context, box, color, number);
    const bool is_chosen = chosen == ConfusionCell{label, answer};
    if (is_chosen || hovered) {
      list->AddRect(box.Min, max, is_chosen ? context.colors().text : context.colors().untrained, 0,
                    context.px(is_chosen ? 2 : 1));
    }
  }
  return pressed;
}

}  // namespace

std::optional<ConfusionCell> confusion_view(const PanelContext& context, const TestGrid& grid,
                                            const lab::ConfusionMatrix& matrix,
                                            const ConfusionCell& chosen) {
  std::optional<ConfusionCell> pressed;
  const ImVec2 room = ImGui::GetContentRegionAvail();
  ImGui::BeginChild("confusion", room, ImGuiChildFlags_None, ImGuiWindowFlags_HorizontalScrollbar);
  const MatrixPlace place = place_of(context, grid, matrix.classes, room);
  const ImVec2 start = ImGui::GetCursorScreenPos();
  for (int answer = 0; answer < matrix.classes; ++answer) {
    const ImRect first = place.box(0, answer);
    const ImRect head(ImVec2(first.Min.x, first.Min.y - place.head),
                      ImVec2(first.Max.x, first.Min.y));
    if (!ImGui::IsRectVisible(head.Min, head.Max)) continue;
    if (pressed_in(head, fmt::format("###answer {}", answer)))
      pressed = ConfusionCell{std::nullopt, answer};
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
      ImGui::SetTooltip(
          "%s", context.said(phrase("taken for {}", legible(grid.class_name(answer)))).c_str());
    }
    number_column(context, place, answer, chosen.answer == answer);
  }
  for (int label = 0; label < matrix.classes; ++label) {
    const auto in_row = matrix_row(context, grid, matrix, place, label, chosen);
    if (in_row) pressed = in_row;
  }
  ImGui::SetCursorScreenPos(start);
  const float cells = place.cell * static_cast<float>(matrix.classes);
  ImGui::Dummy(ImVec2(place.names + cells, place.head + cells));
  ImGui::EndChild();
  return pressed;
}

}  // namespace convlens::ui
