// The cells of a map that padding has reached, marked.
#include <algorithm>

#include "ui/map/map_view.h"

namespace convlens::ui {
namespace {

constexpr float kLeastHatched = 8;  // in design pixels; narrower strips have a flat tone

void mark_strip(const PanelContext& context, const ImRect& strip) {
  if (strip.GetWidth() <= 0 || strip.GetHeight() <= 0) return;
  const Palette& colors = context.colors();
  // A veil under the lines, which are seen on it whatever the map's colours are.
  ImGui::GetWindowDrawList()->AddRectFilled(strip.Min, strip.Max,
                                            ImGui::GetColorU32(colors.panel, 0.55f));
  if (std::min(strip.GetWidth(), strip.GetHeight()) < context.px(kLeastHatched)) return;
  hatch(strip.Min, strip.Max, context.px(6), ImGui::GetColorU32(colors.text, 0.6f));
}

}  // namespace

void mark_border(const PanelContext& context, const FramedMap& map) {
  const lab::View& view = context.lab.view();
  if (view.ranges.border == lab::Border::kShown) return;
  const lab::MapPart part =
      lab::unpadded_part(map.place, map.shown.values.shape(), context.lab.document().crop_size);
  const ImRect all = map.cells(view);
  const ImVec2 min = map.cell(view, part.top, part.left).Min;
  const ImVec2 max = map.cell(view, part.top + part.height, part.left + part.width).Min;
  mark_strip(context, {all.Min, ImVec2(all.Max.x, min.y)});
  mark_strip(context, {ImVec2(all.Min.x, max.y), all.Max});
  mark_strip(context, {ImVec2(all.Min.x, min.y), ImVec2(min.x, max.y)});
  mark_strip(context, {ImVec2(max.x, min.y), ImVec2(all.Max.x, max.y)});
  ImGui::GetWindowDrawList()->AddRect(min, max, context.colors().text, 0, context.px(1));
}

}  // namespace convlens::ui
