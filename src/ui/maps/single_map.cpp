#include "ui/maps/single_map.h"

#include "ui/kit/drawing.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"

namespace convlens::ui {
namespace {

constexpr float kSingleMark = 14;

MapFrame single_frame(const PanelContext& context, ImVec2 min, float width) {
  const lab::CropSize crop = context.lab.document().crop_size;
  const float pixel = whole_width(width / static_cast<float>(crop.width), crop.width);
  const ImVec2 extent(pixel * static_cast<float>(crop.width),
                      pixel * static_cast<float>(crop.height));
  return {{min, ImVec2(min.x + extent.x, min.y + extent.y)},
          {0, 0, static_cast<double>(crop.height), static_cast<double>(crop.width), double{pixel},
           double{context.px(kLargestPixel)}}};
}

void single_caption(const PanelContext& context, const FramedMap& map, Side side, const char* name,
                    MapsSeen& seen) {
  const ImRect& frame = map.frame.rect;
  const float y = frame.Max.y + context.px(6);
  const float mark = context.px(kSingleMark + 6);
  const float legend_left = map_legend(context, map, seen.notes.of(map.id, map.shown),
                                       ImVec2(frame.Max.x, y), frame.GetWidth() - mark);
  draw_mark(context, side, ImVec2(frame.Min.x, y), context.px(kSingleMark));
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, context.px(design::kSmallText),
                   ImVec2(frame.Min.x + mark, y), legend_left - context.px(8),
                   context.colors().text, name);
}

}  // namespace

void single_map(const PanelContext& context, const lab::MapId& id, const char* name, float width,
                MapsSeen& seen) {
  const MapFrame frame = single_frame(context, ImGui::GetCursorScreenPos(), width);
  ImGui::PushID(static_cast<int>(id.kind));
  const bool chosen =
      clicked(context, ImGui::InvisibleButton("map", frame.rect.GetSize(), kZoomButton));
  ImGui::PopID();
  map_zoom_gestures(context, frame);
  const FramedMap map = framed(context, id, frame);
  const Side side = id.kind == lab::MapKind::kTrained ? Side::kTrained : Side::kMine;
  draw_frame(context, side, frame.rect.Min, frame.rect.Max, context.px(1));
  if (map.shown.empty()) return draw_reason(context, frame.rect, tr("there is no such map"));
  draw_map(context, map);
  single_caption(context, map, side, name, seen);
  if (const auto cell = hovered_map_cell(context, map)) {
    hover_cell(context, map, *cell);
    if (chosen && cell->map.kind == lab::MapKind::kMine) pin_on_click(context, *cell);
  }
  if (side == Side::kMine) mark_pinned(context, map);
}

}  // namespace convlens::ui
