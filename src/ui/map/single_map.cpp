#include "ui/map/single_map.h"

#include "ui/kit/marks.h"
#include "ui/map/map_menu.h"
#include "ui/map/range_popup.h"

namespace convlens::ui {
namespace {

MapFrame single_frame(const PanelContext& context, ImVec2 min, float width) {
  const lab::CropSize crop = context.lab.document().crop_size;
  const float pixel = whole_width(width / static_cast<float>(crop.width), crop.width);
  const ImVec2 extent(pixel * static_cast<float>(crop.width),
                      pixel * static_cast<float>(crop.height));
  return MapFrame::of_crop(context, {min, ImVec2(min.x + extent.x, min.y + extent.y)}, pixel);
}

}  // namespace

FramedMap single_map(const PanelContext& context, const lab::MapId& id, const char* name,
                     float width, MapsSeen& seen) {
  const MapFrame frame = single_frame(context, ImGui::GetCursorScreenPos(), width);
  ImGui::PushID(static_cast<int>(id.kind));
  const bool chosen =
      clicked(context, ImGui::InvisibleButton("map", frame.rect.GetSize(), kZoomButton));
  ImGui::PopID();
  map_zoom_gestures(context, frame);
  const FramedMap map = framed(context, id, frame);
  const Side side = id.kind == lab::MapKind::kTrained ? Side::kTrained : Side::kMine;
  draw_frame(context, side, frame.rect.Min, frame.rect.Max, context.px(1));
  if (map.shown.empty()) {
    draw_reason(context, frame.rect, tr("there is no such map"));
    return map;
  }
  draw_map(context, map);
  map_caption(context, seen, side, map, name, context.colors().text);
  take_hovered_cell(context, map, chosen);
  if (side == Side::kMine) mark_pinned(context, map);
  map_menu(context, seen, map);
  range_popup(context, seen, map);
  return map;
}

}  // namespace convlens::ui
