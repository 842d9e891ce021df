#include "ui/kit/marks.h"

#include <algorithm>
#include <cmath>

namespace convlens::ui {
namespace {

constexpr float kDash = 6;
constexpr float kGap = 4;

// A horizontal or vertical line of dashes, drawn as filled rectangles, which stay sharp.
void dashed_line(const PanelContext& context, ImVec2 from, ImVec2 to, float width_px, ImU32 color) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool across = to.x > from.x;
  const float length = across ? to.x - from.x : to.y - from.y;
  const float dash = context.px(kDash);
  const float step = dash + context.px(kGap);
  for (float at = 0; at < length; at += step) {
    const float end = std::min(at + dash, length);
    const ImVec2 a = across ? ImVec2(from.x + at, from.y) : ImVec2(from.x, from.y + at);
    const ImVec2 b =
        across ? ImVec2(from.x + end, from.y + width_px) : ImVec2(from.x + width_px, from.y + end);
    list->AddRectFilled(a, b, color);
  }
}

// A brush: the handle and the tip.
void draw_brush(ImDrawList* list, ImVec2 min, float side, ImU32 color) {
  const auto at = [&](float x, float y) { return ImVec2(min.x + x * side, min.y + y * side); };
  list->AddLine(at(0.9f, 0.1f), at(0.5f, 0.55f), color, side * 0.16f);
  list->AddTriangleFilled(at(0.36f, 0.48f), at(0.58f, 0.68f), at(0.12f, 0.92f), color);
}

// A graduate's cap from the front: the board, the cap under it, the tassel.
void draw_cap(ImDrawList* list, ImVec2 min, float side, ImU32 color) {
  const auto at = [&](float x, float y) { return ImVec2(min.x + x * side, min.y + y * side); };
  list->AddQuadFilled(at(0.0f, 0.38f), at(0.5f, 0.14f), at(1.0f, 0.38f), at(0.5f, 0.62f), color);
  list->AddQuadFilled(at(0.24f, 0.56f), at(0.5f, 0.68f), at(0.76f, 0.56f), at(0.76f, 0.82f), color);
  list->AddTriangleFilled(at(0.24f, 0.56f), at(0.76f, 0.82f), at(0.24f, 0.82f), color);
  list->AddLine(at(0.92f, 0.4f), at(0.92f, 0.78f), color, std::max(1.0f, side * 0.08f));
}

}  // namespace

ImU32 side_color(const PanelContext& context, Side side) {
  return side == Side::kMine ? context.colors().accent : context.colors().trained;
}

void draw_frame(const PanelContext& context, Side side, ImVec2 min, ImVec2 max, float width_px) {
  const ImU32 color = side_color(context, side);
  const ImVec2 a(min.x - width_px, min.y - width_px);
  const ImVec2 b(max.x + width_px, max.y + width_px);
  if (side == Side::kMine) {
    // The line stands in the middle of its width.
    const float half = width_px / 2;
    ImGui::GetWindowDrawList()->AddRect(ImVec2(a.x + half - 0.5f, a.y + half - 0.5f),
                                        ImVec2(b.x - half + 0.5f, b.y - half + 0.5f), color, 0.0f,
                                        width_px);
    return;
  }
  dashed_line(context, a, ImVec2(b.x, a.y), width_px, color);
  dashed_line(context, ImVec2(a.x, max.y), ImVec2(b.x, max.y), width_px, color);
  dashed_line(context, a, ImVec2(a.x, b.y), width_px, color);
  dashed_line(context, ImVec2(max.x, a.y), ImVec2(max.x, b.y), width_px, color);
}

void draw_mark(const PanelContext& context, Side side, ImVec2 min, float side_px) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (side == Side::kMine) return draw_brush(list, min, side_px, side_color(context, side));
  draw_cap(list, min, side_px, side_color(context, side));
}

void ring(const PanelContext& context, const ImRect& box) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float line = std::max(1.0f, std::floor(context.px(1)));
  ImRect outside = box;
  outside.Expand(ImVec2(line, line));
  list->AddRect(outside.Min, outside.Max, IM_COL32(17, 20, 24, 255), 0, 3 * line);
  list->AddRect(outside.Min, outside.Max, IM_COL32_WHITE, 0, line);
}

void hatch(ImVec2 min, ImVec2 max, float step_px, ImU32 color) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(min, max, true);
  const float height = max.y - min.y;
  for (float x = min.x - height; x < max.x; x += step_px) {
    list->AddLine(ImVec2(x, max.y), ImVec2(x + height, min.y), color, 1.0f);
  }
  list->PopClipRect();
}

}  // namespace convlens::ui
