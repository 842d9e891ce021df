#include "ui/maps/maps_panel.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "lab/shown/map_ranges.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/maps/pairs.h"
#include "ui/maps/shelf.h"
#include "ui/pieces/code_line.h"
#include "ui/pieces/colormap_choice.h"
#include "ui/shell/keys.h"

namespace convlens::ui {
namespace {

constexpr float kLongestStep_s = 1.0f / 30;
constexpr float kHeaderHeight = 40;
constexpr float kLeastGutter = 16;
constexpr float kLeastColumn = 104;  // room for a legend's two numbers

// "(2, 70, 120, 2)  before activation", in the line of the options where there is room.
void shape_line(const PanelContext& context, const MapsSeen& seen) {
  const auto& pipeline = context.lab.pipeline();
  const Shape& map = pipeline.map(0, 0).values.shape();
  std::string shape = fmt::format("({}, {}, {}, {})  ", pipeline.source_count(), map[0], map[1],
                                  pipeline.filter_count());
  same_line_if_it_fits(context, context.px(240));
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(shape.c_str());
  ImGui::PopFont();
  ImGui::SameLine(0, 0);
  const bool relu = context.lab.document().conv.activation == conv::Activation::kRelu;
  std::string stage = context.text(relu ? tr("after ReLU") : tr("before activation"));
  if (seen.visible < seen.all) {
    stage += ", " + context.said(phrase("{} of {} maps", seen.visible, seen.all));
  }
  ImGui::AlignTextToFramePadding();
  caption(context, stage.c_str());
}

// Side by side with the trained maps, or all of mine.
void arrangement(const PanelContext& context) {
  lab::View& view = context.lab.view();
  if (labeled_button(
          context,
          {tr("Beside trained"), tr("Each of my maps beside the trained map whose filter is most "
                                    "alike. Hold Space: the trained map takes the place of mine")},
          "pairs", view.pairs)) {
    view.pairs = true;
  }
  ImGui::SameLine(0, context.px(4));
  if (labeled_button(context,
                     {tr("All my maps"), tr("All my maps: a row a picture, a column a filter")},
                     "all mine", !view.pairs)) {
    view.pairs = false;
  }
}

// Before or after the activation, on both sides alike.
void activation_choice(const PanelContext& context) {
  const bool relu = context.lab.document().conv.activation == conv::Activation::kRelu;
  if (labeled_button(
          context,
          {tr("After ReLU"),
           tr("Both sides show the values after the activation: negative sums become 0")},
          "after relu", relu)) {
    context.lab.commit(
        lab::SetActivation{relu ? conv::Activation::kNone : conv::Activation::kRelu});
  }
}

// A button, on the next line where it does not fit, that turns something on and off; true when it
// was pressed.
bool toggle(const PanelContext& context, const Label& label, const char* key, bool& on) {
  same_line_if_it_fits(context, button_width(context, label.text));
  const bool pressed = labeled_button(context, label, key, on);
  if (pressed) on = !on;
  return pressed;
}

// Each map's own range, one for all, or those of the moment when they were pinned.
void range_choice(const PanelContext& context) {
  lab::View& view = context.lab.view();
  toggle(context,
         {tr("One range for all maps"), tr("The same colours mean the same values in every map, so "
                                           "that maps can be compared (R)")},
         "shared range", view.shared_range);
  bool pinned = view.pinned_ranges.has_value();
  if (toggle(
          context,
          {tr("Pin ranges"), tr("Keeps the ranges that are shown now, whatever the values become. "
                                "How many values fall outside is said under each map (L)")},
          "pin ranges", pinned)) {
    perform(Action::kPinRanges, context);
  }
}

// What is shown in the place of the plain maps, or under them.
void comparisons(const PanelContext& context) {
  lab::View& view = context.lab.view();
  if (view.pairs && context.lab.document().network) {
    toggle(context,
           {tr("Difference"),
            tr("Between the two: mine less the trained map, white where they agree (D)")},
           "difference", view.show_difference);
  }
  toggle(context,
         {tr("Change by the last step"),
          tr("My maps less those before the last step, in signed colours: what the step did (C)")},
         "last change", view.show_change);
  toggle(context,
         {tr("Over the crop"),
          tr("Lays every map over the crop in grey that it was computed from (V)")},
         "overlay", view.overlay);
  if (!view.overlay) return;
  const float width = context.px(72);
  same_line_if_it_fits(context, width + context.px(40));
  ImGui::SetNextItemWidth(width);
  ImGui::SliderFloat("##overlay share", &view.overlay_share, 0.0f, 1.0f, "");
  help(context, tr("How much of the map is seen, and how little of the crop under it"));
  ImGui::SameLine(0, context.px(8));
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::AlignTextToFramePadding();
  ImGui::Text("%.0f%%", static_cast<double>(view.overlay_share * 100.0f));
  ImGui::PopFont();
}

void options_row(const PanelContext& context, const MapsSeen& seen) {
  lab::View& view = context.lab.view();
  if (context.lab.document().network) {
    arrangement(context);
    ImGui::SameLine(0, context.px(12));
  }
  colormap_choice(context, view.colormap);
  range_choice(context);
  same_line_if_it_fits(context, button_width(context, tr("After ReLU")));
  activation_choice(context);
  comparisons(context);
  const lab::CropSize crop = context.lab.document().crop_size;
  same_line_if_it_fits(context, context.px(60) + button_width(context, tr("Show all")));
  zoom_buttons(context, view.map_zoom, crop.height / 2.0, crop.width / 2.0);
  shape_line(context, seen);
}

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
  const std::size_t filters = pipeline.filter_count();

  Grid grid;
  grid.header = context.px(kHeaderHeight);
  grid.sources = pipeline.source_count();
  const float caption = context.px(design::kMapCaption);
  const auto zoom_by_width = [&](std::size_t columns) {
    const auto count = static_cast<float>(columns);
    return (room.x - least_gutter * (count - 1)) / (count * map.x);
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
    const float by_height = (room.y - blocks * grid.header - rows * caption) / (rows * map.y);
    const float zoom = whole_zoom(std::min(zoom_by_width(columns), by_height));
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
    best = whole_zoom(zoom_by_width(grid.columns));
  }
  grid.pixel = best;
  grid.map_px =
      ImVec2(std::max(1.0f, std::floor(best * map.x)), std::max(1.0f, std::floor(best * map.y)));
  grid.column_px = std::max(grid.map_px.x, std::min(least_column, room.x));
  grid.row_height = grid.map_px.y + caption;

  const auto count = static_cast<float>(grid.columns);
  const float spare = grid.columns > 1 ? (room.x - count * grid.column_px) / (count - 1) : 0.0f;
  grid.gutter = std::floor(std::clamp(spare, least_gutter, context.px(design::kMapGutter)));
  const float used = count * grid.column_px + grid.gutter * (count - 1);
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  grid.origin = ImVec2(cursor.x + std::max(0.0f, std::floor((room.x - used) / 2)), cursor.y);
  return grid;
}

void column_header(const PanelContext& context, const Grid& grid, std::size_t filter) {
  const lab::Filter& shown = context.lab.document().filters[filter];
  const float side = context.px(28);
  const ImVec2 top = grid.header_at(filter);
  if (!ImGui::IsRectVisible(top, ImVec2(top.x + grid.column_px, top.y + side))) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImRect picture = draw_filter(list, shown, top, side);
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
  const float legend_left = map_legend(context, map, seen.notes.of(map.id, map.shown),
                                       ImVec2(right, caption_y), grid.column_px);
  const std::string name = context.said(word(context.lab.document().sources[source].picture->name));
  draw_fitted_text(list, context.fonts.text, context.px(design::kSmallText),
                   ImVec2(frame.Min.x, caption_y), legend_left - context.px(8),
                   context.colors().secondary, name.c_str());
  if (const auto cell = hovered_map_cell(context, map)) {
    context.lab.view().hovered = cell;
    if (chosen) pin_on_click(context, *cell);
    show_cell(context, map, *cell);
  }
  mark_pinned(context, map);
}

// What the code line takes: nothing where the maps would become smaller for it.
float code_room(const PanelContext& context) {
  const float line = code_line_height(context);
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const bool fits =
      make_grid(context, ImVec2(room.x, room.y - line)).pixel == make_grid(context, room).pixel;
  return fits ? line : 0.0f;
}

// A row a picture, a column a filter.
void all_maps(const PanelContext& context, MapsSeen& seen) {
  const lab::Pipeline& pipeline = context.lab.pipeline();
  ImGui::BeginChild("maps", ImVec2(0, -code_room(context)), ImGuiChildFlags_None,
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

}  // namespace

void MapsPanel::draw(const PanelContext& context) {
  options_row(context, seen_);
  lab::View& view = context.lab.view();
  // Before a glide begins, the window may have rested for long.
  lab::glide_ranges(view, std::min(ImGui::GetIO().DeltaTime, kLongestStep_s));
  if (view.range_glide.done < 1.0f) context.frames.request_frame();
  seen_.visible = 0;
  seen_.reveal.reset();
  if (std::exchange(filter_, view.filter) != view.filter) seen_.reveal = view.filter;
  if (view.pairs && context.lab.document().network) {
    const float below = shelf_height(context);
    const float gap = ImGui::GetStyle().ItemSpacing.y;
    const float line = code_line_height(context);
    const float room = ImGui::GetContentRegionAvail().y - (below > 0 ? below + gap : 0);
    const float code = room - line >= pairs_height(context) ? line : 0.0f;
    ImGui::BeginChild("pairs", ImVec2(0, room - code));
    pairs_view(context, seen_);
    ImGui::EndChild();
    trained_shelf(context, code);
  } else {
    all_maps(context, seen_);
  }
  code_line(context, lab::CodePanel::kMaps);
}

}  // namespace convlens::ui
