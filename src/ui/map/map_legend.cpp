// What stands under a map beside its name.
#include <algorithm>
#include <cmath>
#include <string>

#include "lab/shown/map_ranges.h"
#include "lab/shown/reduced_map.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/map/map_view.h"
#include "ui/pieces/legend.h"

namespace convlens::ui {
namespace {

constexpr float kCaptionMark = 14;

// "12 clipped, 3 not finite", "dead", or nothing.
std::string in_words(const PanelContext& context, const FramedMap& map,
                     const lab::MapNotes& notes) {
  std::string words;
  const auto add = [&](const std::string& word) { words += (words.empty() ? "" : ", ") + word; };
  // Where the range was chosen by percentiles, the legend's triangles say enough.
  const lab::RangeChoice& ranges = context.lab.view().ranges;
  const bool by_hand = ranges.pinned.has_value() || !ranges.percentiles;
  if (notes.clipped() > 0 && by_hand) add(context.said(phrase("{} clipped", notes.clipped())));
  if (notes.not_finite > 0) add(context.said(phrase("{} not finite", notes.not_finite)));
  const ImRect cells = map.cells(context.lab.view());
  const float pixel = cells.GetWidth() / static_cast<float>(map.shown.values.shape()[1]);
  if (pixel <= lab::kAveragedPixel) {
    add(context.said(phrase("averaged {:.1f} to 1", 1 / pixel)));
  }
  const bool relu = context.lab.document().conv.activation == conv::Activation::kRelu;
  if (map.id.kind == lab::MapKind::kChange) {
    add(context.text(map.shown.unchanged ? tr("unchanged") : tr("change")));
  } else if (notes.zero && relu) {
    add(context.text(tr("dead")));
  } else if (notes.flat) {
    add(context.text(tr("flat")));
  }
  return words;
}

}  // namespace

float map_legend(const PanelContext& context, MapsSeen& seen, const FramedMap& map,
                 ImVec2 right_top, float max_width) {
  const lab::MapNotes& notes = seen.notes.of(map.id, map.shown);
  // A scale from rounding to rounding would say nothing, and of values none of which is finite
  // there is none.
  const bool finite = notes.not_finite < map.shown.values.values().size();
  const float left =
      map.shown.unchanged || !finite
          ? right_top.x + context.px(8)
          : draw_legend(context, right_top, max_width, map.shown.ranges.front(), map.shown.colormap,
                        {lab::range_before(context.lab, map.id), notes.below > 0, notes.above > 0});
  seen.legend = {ImVec2(std::min(left, right_top.x), right_top.y),
                 ImVec2(right_top.x, right_top.y + context.px(design::kSmallText + 4))};
  const std::string words = in_words(context, map, notes);
  if (words.empty()) return left;
  ImFont* font = context.fonts.text;
  const float size = context.px(design::kSmallText);
  const float right = left - context.px(8);
  const float width = font->CalcTextSizeA(size, FLT_MAX, 0.0f, words.c_str()).x;
  const float start = std::max(right_top.x - max_width, std::floor(right - width));
  draw_fitted_text(ImGui::GetWindowDrawList(), font, size, ImVec2(start, right_top.y), right + 1,
                   context.colors().text, words.c_str());
  return start;
}

void map_caption(const PanelContext& context, MapsSeen& seen, Side side, const FramedMap& map,
                 const char* name, ImU32 name_color) {
  const ImRect& frame = map.frame.rect;
  const float y = frame.Max.y + context.px(6);
  const float mark = context.px(kCaptionMark + 6);
  const float legend_left =
      map_legend(context, seen, map, ImVec2(frame.Max.x, y), frame.GetWidth() - mark);
  draw_mark(context, side, ImVec2(frame.Min.x, y), context.px(kCaptionMark));
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, context.px(design::kSmallText),
                   ImVec2(frame.Min.x + mark, y), legend_left - context.px(8), name_color, name);
}

}  // namespace convlens::ui
