#include "ui/pieces/legend.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>

#include "ui/kit/format.h"
#include "ui/kit/metrics.h"

namespace convlens::ui {
namespace {

constexpr float kBarWidth = 88;
constexpr float kBarShare = 1.0f / 6.0f;        // of a narrow map, so that its name has room
constexpr float kPresentedShare = 1.0f / 3.0f;  // in a lecture, to be seen from the last row
constexpr float kBarHeight = 8;

void draw_ticks(const PanelContext& context, ValueRange before, ValueRange range,
                const ImRect& bar) {
  const float extent = range.hi - range.lo;
  for (const float limit : {before.lo, before.hi}) {
    const float place = (limit - range.lo) / extent;
    if (!(place >= 0.0f && place <= 1.0f)) continue;  // beyond it, or a range of no extent
    const float x = std::floor(bar.Min.x + place * bar.GetWidth());
    const float out = context.px(3);
    ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(x, bar.Min.y - out),
                                              ImVec2(x + context.px(1), bar.Max.y + out),
                                              context.colors().text);
  }
}

// At an end, pointing on: some values lie beyond it.
void draw_beyond(const PanelContext& context, ImVec2 from, float direction, const ImRect& bar) {
  const float width = direction * context.px(4);
  ImGui::GetWindowDrawList()->AddTriangleFilled(from, ImVec2(from.x, bar.Max.y),
                                                ImVec2(from.x + width, bar.GetCenter().y),
                                                context.colors().text);
}

}  // namespace

float draw_legend(const PanelContext& context, ImVec2 right_top, float max_width, ValueRange range,
                  Colormap colormap, const LegendMarks& marks) {
  constexpr int kSegments = 32;
  const ColormapTable& table = colormap_table(colormap);
  ImDrawList* list = ImGui::GetWindowDrawList();
  ImFont* font = context.fonts.numbers;
  const float text_px = context.px(design::kSmallText);
  const NumberText lo = format_number(static_cast<double>(range.lo));
  const NumberText hi = format_number(static_cast<double>(range.hi));
  const float hi_width = font->CalcTextSizeA(text_px, FLT_MAX, 0, hi.data()).x;
  const float lo_width = font->CalcTextSizeA(text_px, FLT_MAX, 0, lo.data()).x;
  const float gap = context.px(9);
  const float bar_right = right_top.x - hi_width - gap;
  const float room = max_width - hi_width - lo_width - 2 * gap;
  const float share = context.lab.view().present ? kPresentedShare : kBarShare;
  const float bar_left =
      bar_right - std::clamp(std::min(room, max_width * share), 0.0f, context.px(kBarWidth));
  const float bar_top = std::floor(right_top.y + (text_px - context.px(kBarHeight)) / 2);
  const float bottom = bar_top + context.px(kBarHeight);
  const float step = (bar_right - bar_left) / kSegments;
  const auto color_at = [&](int segment) {
    const Rgb& c = table[static_cast<std::size_t>(segment * 255 / kSegments)];
    return IM_COL32(c[0], c[1], c[2], 255);
  };
  for (int i = 0; i < kSegments; ++i) {
    const float x = bar_left + step * static_cast<float>(i);
    list->AddRectFilledMultiColor(ImVec2(x, bar_top), ImVec2(x + step, bottom), color_at(i),
                                  color_at(i + 1), color_at(i + 1), color_at(i));
  }
  list->AddRect(ImVec2(bar_left, bar_top), ImVec2(bar_right, bottom), context.colors().line, 0,
                context.px(1));
  const ImRect bar(bar_left, bar_top, bar_right, bottom);
  if (marks.before) draw_ticks(context, *marks.before, range, bar);
  if (marks.below) draw_beyond(context, ImVec2(bar.Min.x - context.px(1), bar.Min.y), -1, bar);
  if (marks.above) draw_beyond(context, ImVec2(bar.Max.x + context.px(1), bar.Min.y), 1, bar);
  list->AddText(font, text_px, ImVec2(right_top.x - hi_width, right_top.y), context.colors().text,
                hi.data());
  const float lo_left = bar_left - gap - lo_width;
  list->AddText(font, text_px, ImVec2(lo_left, right_top.y), context.colors().text, lo.data());
  return lo_left;
}

}  // namespace convlens::ui
