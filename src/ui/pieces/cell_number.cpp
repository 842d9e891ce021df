#include "ui/pieces/cell_number.h"

#include <algorithm>
#include <cmath>

#include "ui/kit/format.h"

namespace convlens::ui {
namespace {

constexpr float kNumberText = 13;

}  // namespace

void draw_cell_text(const PanelContext& context, const ImRect& cell, const char* text,
                    ImU32 background, int line, int lines) {
  ImFont* font = context.fonts.numbers;
  float size = context.px(kNumberText);
  const float room = cell.GetWidth() - context.px(2);
  const float wanted = font->CalcTextSizeA(size, FLT_MAX, 0.0f, text).x;
  if (wanted > room) size = std::floor(size * std::max(room, 1.0f) / wanted);
  const ImVec2 extent = font->CalcTextSizeA(size, FLT_MAX, 0.0f, text);
  const ImVec2 center = cell.GetCenter();
  const float top = center.y - extent.y * static_cast<float>(lines) / 2;
  ImGui::GetWindowDrawList()->AddText(font, size,
                                      ImVec2(std::floor(center.x - extent.x / 2),
                                             std::floor(top + extent.y * static_cast<float>(line))),
                                      readable_on(background), text);
}

void draw_cell_number(const PanelContext& context, const ImRect& cell, float number,
                      ImU32 background) {
  draw_cell_text(context, cell, format_number(static_cast<double>(number)).data(), background);
}

}  // namespace convlens::ui
