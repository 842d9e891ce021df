#include "ui/maps/all_maps.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/map/map_menu.h"
#include "ui/map/range_popup.h"
#include "ui/pieces/code_line.h"

namespace convlens::ui {
namespace {

constexpr float kHeaderHeight = 36;
constexpr float kLeastGutter = 16;
constexpr float kLeastColumn = 104;  // room for a legend's two numbers

// Where the maps stand: blocks of some filters, a column each, with a row for every picture.
struct Grid {
  ImVec2 origin;
  ImVec2 map_px;
  float column_px = 0;  // of a map or, where that is too narrow for it, of what stands under it
  float pixel = 1;      // of the screen for each of the crop
  float gutter = 0;
  float header = 0;
  float row_height = 0;
  std::size_t columns = 1;
  std::size_t sources = 1;

  float block_height() const { return header + row_height * static_cast<float>(sources); }
  // Upper left corner of a column's header.
  ImVec2 header_at(std::size_t filter) const {
    const std::size_t column = filter % columns;
    const std::size_t block = filter / columns;
    return {origin.x + static_cast<float>(column) * (column_px + gutter),
            origin.y + static_cast<float>(block) * block_height()};
  }
  ImVec2 at(std::size_t source, std::size_t filter) const {
    const ImVec2 top = header_at(filter);
    return {top.x, top.y + header + static_cast<float>(source) * row_height};
  }
};

// Of all my maps alike: my filters have one shape.
lab::MapPlacement placement(const PanelContext& context) {
  const lab::Document& document = context.lab.document();
  return lab::my_placement(document, document.filters.front());
}

// The arrangement that shows the maps largest without scrolling; where that would make them
// smaller than their own pixels, as many as fit side by side, and the panel scrolls.
Grid make_grid(const PanelContext& context, ImVec2 room) {
  const lab::Pipeline& pipeline = context.lab.pipeline();
  const Shape& shape = pipeline.map(0, 0).values.shape();
  const lab::MapPlacement place = placement(context);
  // In pixels of the crop.
  const ImVec2 map(static_cast<float>(shape[1] * place.stride_w),
                   static_cast<float>(shape[0] * place.stride_h));
  const float least_gutter = context.px(kLeastGutter);
  const float frame = 2 * context.px(2);  // stands outside of the maps
  const std::size_t filters = pipeline.filter_count();

  Grid grid;
  grid.header = context.px(kHeaderHeight);
  grid.sources = pipeline.source_count();
  const float caption = context.px(design::kMapCaption);
  const auto zoom_by_width = [&](std::size_t columns) {
    const auto count = static_cast<float>(columns);
    return (room.x - frame - least_gutter * (count - 1)) / (count * map.x);
  };
  const float least_column = context.px(kLeastColumn);
  const auto fits = [&](std::size_t columns) {
    return (room.x + least_gutter) / static_cast<float>(columns) >= least_column + least_gutter;
  };
  float best = 0.0f;
  for (std::size_t columns = 1; columns <= filters; ++columns) {
    const std::size_t block_count = (filters + columns - 1) / columns;
    const auto blocks = static_cast<float>(block_count);
    const float rows = blocks * static_cast<float>(grid.sources);
    const float by_height =
        (room.y - frame - blocks * grid.header - rows * caption) / (rows * map.y);
    const float zoom = std::min(zoom_by_width(columns), by_height);
    if (columns > 1 && !fits(columns)) break;
    if (zoom >= 1.0f && zoom >= best) {
      best = zoom;
      grid.columns = columns;
    }
  }
  if (best == 0.0f) {
    grid.columns = 1;
    while (grid.columns < filters && zoom_by_width(grid.columns + 1) >= 1.0f &&
           fits(grid.columns + 1)) {
      ++grid.columns;
    }
    best = std::max(zoom_by_width(grid.columns), 1e-3f);
  }
  best = whole_width(best, static_cast<int>(map.x));
  grid.pixel = best;
  grid.map_px =
      ImVec2(std::max(1.0f, std::round(best * map.x)), std::max(1.0f, std::floor(best * map.y)));
  grid.column_px = std::max(grid.map_px.x, std::min(least_column, room.x));
  grid.row_height = grid.map_px.y + caption;

  const auto count = static_cast<float>(grid.columns);
  const float spare =
      grid.columns > 1 ? (room.x - frame - count * grid.column_px) / (count - 1) : 0.0f;
  grid.gutter = std::floor(std::clamp(spare, least_gutter, context.px(design::kMapGutter)));
  const float used = count * grid.column_px + grid.gutter * (count - 1);
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  grid.origin = ImVec2(cursor.x + std::max(frame / 2, std::floor((room.x - used) / 2)), cursor.y);
  return grid;
}

void column_header(const PanelContext& context, const Grid& grid, std::size_t filter) {
  const lab::Filter& shown = context.lab.document().filters[filter];
  const float side = context.px(28);
  const ImVec2 top = grid.header_at(filter);
  if (!ImGui::IsRectVisible(top, ImVec2(top.x + grid.column_px, top.y + side))) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImRect picture = draw_filter(list, shown, top, side, context.lab.view().theme);
  list->AddRect(picture.Min, picture.Max, context.colors().accent, 0, context.px(1));
  const float text_px = context.px(design::kBodyText);
  draw_fitted_text(list, context.fonts.strong, text_px,
                   ImVec2(top.x + side + context.px(8), top.y + (side - text_px) / 2),
                   top.x + grid.column_px, context.colors().text,
                   context.said(word(shown.name)).c_str());
}

MapFrame frame_at(const PanelContext& context, const Grid& grid, ImVec2 min) {
  const lab::MapPlacement place = placement(context);
  const double pixel{grid.pixel};
  return {{min, ImVec2(min.x + grid.map_px.x, min.y + grid.map_px.y)},
          {place.top(), place.left(), double{grid.map_px.y} / pixel, double{grid.map_px.x} / pixel,
           pixel, double{context.px(kLargestPixel)}}};
}

void map_cell(const PanelContext& context, const Grid& grid, std::size_t source, std::size_t filter,
              MapsSeen& seen) {
  const ImVec2 min = grid.at(source, filter);
  if (!ImGui::IsRectVisible(min, ImVec2(min.x + grid.column_px, min.y + grid.row_height))) return;
  ++seen.visible;
  ImGui::SetCursorScreenPos(min);
  ImGui::PushID(static_cast<int>(source * context.lab.pipeline().filter_count() + filter));
  const bool chosen = clicked(context, ImGui::InvisibleButton("map", grid.map_px, kZoomButton));
  if (chosen) {
    context.lab.view().source = source;
    context.lab.view().filter = filter;
    context.lab.view().stage_trained = false;
  }
  ImGui::PopID();
  const FramedMap map = framed(context, lab::in_my_place(context.lab.view(), source, filter),
                               frame_at(context, grid, min));
  const ImRect& frame = map.frame.rect;
  map_zoom_gestures(context, map.frame);
  const float line = context.px(context.lab.view().filter == filter ? 2 : 1);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRect(ImVec2(frame.Min.x - line, frame.Min.y - line),
                ImVec2(frame.Max.x + line, frame.Max.y + line), context.colors().accent, 0, line);
  if (map.shown.empty()) return draw_reason(context, frame, tr("no step to compare with"));
  draw_map(context, map);
  const float caption_y = frame.Max.y + context.px(6);
  const float right = frame.Min.x + grid.column_px;
  const float legend_left =
      map_legend(context, seen, map, ImVec2(right, caption_y), grid.column_px);
  const std::string name = context.said(word(context.lab.document().sources[source].picture->name));
  draw_fitted_text(list, context.fonts.text, context.px(design::kSmallText),
                   ImVec2(frame.Min.x, caption_y), legend_left - context.px(8),
                   context.colors().secondary, name.c_str());
  if (const auto cell = hovered_map_cell(context, map)) {
    hover_cell(context, map, *cell);
    if (chosen) pin_on_click(context, *cell);
  }
  mark_pinned(context, map);
  map_menu(context, seen, map);
  range_popup(context, seen, map);
}

}  // namespace

void all_maps(const PanelContext& context, MapsSeen& seen, float height) {
  const lab::Pipeline& pipeline = context.lab.pipeline();
  ImGui::BeginChild("maps", ImVec2(0, height), ImGuiChildFlags_NavFlattened,
                    ImGuiWindowFlags_HorizontalScrollbar);
  const Grid grid = make_grid(context, ImGui::GetContentRegionAvail());
  seen.all = pipeline.filter_count() * pipeline.source_count();
  for (std::size_t f = 0; f < pipeline.filter_count(); ++f) {
    column_header(context, grid, f);
    if (seen.reveal == f) {
      const ImVec2 last = grid.at(pipeline.source_count() - 1, f);
      scroll_to({grid.header_at(f), ImVec2(last.x + grid.column_px, last.y + grid.row_height)});
    }
    for (std::size_t s = 0; s < pipeline.source_count(); ++s) {
      map_cell(context, grid, s, f, seen);
    }
  }
  // What is out of sight still takes its room.
  const std::size_t last = pipeline.filter_count() - 1;
  const std::size_t widest = std::min(grid.columns, pipeline.filter_count()) - 1;
  ImGui::SetCursorScreenPos(
      ImVec2(grid.at(0, widest).x, grid.at(pipeline.source_count() - 1, last).y));
  ImGui::Dummy(ImVec2(grid.column_px, grid.row_height));
  ImGui::EndChild();
}

}  // namespace convlens::ui
