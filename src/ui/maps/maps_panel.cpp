#include "ui/maps/maps_panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "lab/shown/map_ranges.h"
#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/map/map_menu.h"
#include "ui/map/range_popup.h"
#include "ui/maps/figures_view.h"
#include "ui/maps/pairs.h"
#include "ui/maps/shelf.h"
#include "ui/pieces/code_line.h"
#include "ui/pieces/colormap_choice.h"
#include "ui/shell/keys.h"

namespace convlens::ui {
namespace {

constexpr float kLongestStep_s = 1.0f / 30;
constexpr float kHeaderHeight = 36;
constexpr float kLeastGutter = 16;
constexpr float kLeastColumn = 104;  // room for a legend's two numbers

bool shows_pairs(const PanelContext& context) {
  const lab::View& view = context.lab.view();
  return view.maps_tab == lab::MapsTab::kPairs && context.lab.document().network.has_value();
}

// "(2, 70, 120, 2)  before activation"
std::string shape_text(const PanelContext& context, const MapsSeen& seen) {
  const auto& pipeline = context.lab.pipeline();
  const Shape& map = pipeline.map(0, 0).values.shape();
  const bool relu = context.lab.document().conv.activation == conv::Activation::kRelu;
  std::string text = fmt::format("({}, {}, {}, {})  {}", pipeline.source_count(), map[0], map[1],
                                 pipeline.filter_count(),
                                 context.text(relu ? tr("after ReLU") : tr("before activation")));
  if (seen.visible < seen.all) {
    text += ", " + context.said(phrase("{} of {} maps", seen.visible, seen.all));
  }
  return text;
}

constexpr Way kPairs{{tr("Beside trained"),
                      tr("Each of my maps beside the trained map whose filter is most alike. Hold "
                         "Space: the trained map takes the place of mine")},
                     "pairs"};
constexpr Way kMine{{tr("All my maps"), tr("All my maps: a row a picture, a column a filter")},
                    "all mine"};
constexpr Way kFiguresTab{{tr("Figures"), tr("The notebook's figures, live and exact")}, "figures"};
constexpr Way kMeasures{
    {tr("Measures"), tr("How the values of the maps and the weights are distributed")}, "measures"};
constexpr Text kNoNetwork = tr("No trained network is open");

constexpr Label kRelu{
    tr("After ReLU"),
    tr("Both sides show the values after the activation: negative sums become 0")};
constexpr Label kShared{tr("One range for all maps"),
                        tr("The same colours mean the same values in every map, so that maps can "
                           "be compared (R)")};
constexpr Label kPinRanges{tr("Pin ranges"),
                           tr("Keeps the ranges that are shown now, whatever the values become. "
                              "How many values fall outside is said under each map (L)")};
constexpr Label kDifference{tr("Difference"),
                            tr("Between the two: mine less the trained map, white where they "
                               "agree (D)")};
constexpr Label kChange{tr("Change by the last step"),
                        tr("My maps less those before the last step, in signed colours: what the "
                           "step did (C)")};
constexpr Label kOverlay{tr("Over the crop"),
                         tr("Lays every map over the crop in grey that it was computed from (V)")};

// Side by side with the trained maps, all of mine, or numbers about them.
void arrangement(const PanelContext& context, Bar& bar) {
  const bool network = context.lab.document().network.has_value();
  std::array ways{kPairs, kMine, kFiguresTab, kMeasures};
  if (!network) ways[0].why_not = kNoNetwork;
  bar.add(choice_width(context, ways), [&context, ways, network] {
    lab::MapsTab& tab = context.lab.view().maps_tab;
    const lab::MapsTab shown = tab == lab::MapsTab::kPairs && !network ? lab::MapsTab::kMine : tab;
    const auto way = choice(context, ways, static_cast<std::size_t>(shown));
    if (way) tab = static_cast<lab::MapsTab>(*way);
  });
}

// A switch for something that is shown or not.
void flag(const PanelContext& context, Bar& bar, const Label& label, const char* key, bool& on) {
  bar.add(
      switch_width(context, label.text),
      [&context, &label, key, &on] {
        if (switch_control(context, label, key, on)) on = !on;
      },
      4);
}

void overlay_share(const PanelContext& context) {
  lab::View& view = context.lab.view();
  ImGui::SetNextItemWidth(context.px(72));
  ImGui::SliderFloat("##overlay share", &view.overlay_share, 0.0f, 1.0f, "");
  help(context, tr("How much of the map is seen, and how little of the crop under it"));
  ImGui::SameLine(0, context.px(4));
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::AlignTextToFramePadding();
  ImGui::Text("%.0f%%", static_cast<double>(view.overlay_share * 100.0f));
  ImGui::PopFont();
}

// Each map's own range, one for all, or those of the moment when they were pinned.
void range_switches(const PanelContext& context, Bar& bar) {
  const bool pinned = context.lab.view().ranges.pinned.has_value();
  const bool shared = context.lab.view().ranges.shared && !pinned;
  bar.add(
      switch_width(context, kShared.text),
      [&context, shared] {
        if (switch_control(context, kShared, "shared range", shared)) {
          perform(Action::kSharedRange, context);
        }
      },
      4);
  bar.add(
      switch_width(context, kPinRanges.text),
      [&context, pinned] {
        if (switch_control(context, kPinRanges, "pin ranges", pinned)) {
          perform(Action::kPinRanges, context);
        }
      },
      4);
}

void options_bar(const PanelContext& context, const MapsSeen& seen) {
  lab::View& view = context.lab.view();
  Bar bar(context, "maps bar");
  arrangement(context, bar);
  if (view.maps_tab >= lab::MapsTab::kFigures) return;
  bar.add(
      context.px(kColormapWidth),
      [&] { view.colormap = colormap_choice(context, view.colormap).value_or(view.colormap); }, 12);
  const bool relu = context.lab.document().conv.activation == conv::Activation::kRelu;
  bar.add(switch_width(context, kRelu.text), [&context, relu] {
    if (!switch_control(context, kRelu, "after relu", relu)) return;
    context.lab.commit(
        lab::SetActivation{relu ? conv::Activation::kNone : conv::Activation::kRelu});
  });
  if (shows_pairs(context)) {
    flag(context, bar, kDifference, "difference", view.show_difference);
  }
  flag(context, bar, kChange, "last change", view.show_change);
  flag(context, bar, kOverlay, "overlay", view.overlay);
  if (view.overlay) bar.add(context.px(120), [&] { overlay_share(context); });
  range_switches(context, bar);
  const lab::CropSize crop = context.lab.document().crop_size;
  bar.add(
      zoom_buttons_width(context),
      [&context, crop] {
        zoom_buttons(context, context.lab.view().map_zoom, crop.height / 2.0, crop.width / 2.0);
      },
      12);
  const std::string shape = shape_text(context, seen);
  bar.add(
      context.fonts.numbers
          ->CalcTextSizeA(context.px(design::kSmallText), FLT_MAX, 0.0f, shape.c_str())
          .x,
      [&context, shape] {
        ImGui::AlignTextToFramePadding();
        ImGui::PushFont(context.fonts.numbers, design::kSmallText);
        ImGui::TextUnformatted(shape.c_str());
        ImGui::PopFont();
      },
      12);
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

// A row a picture, a column a filter.
void all_maps(const PanelContext& context, MapsSeen& seen) {
  const lab::Pipeline& pipeline = context.lab.pipeline();
  ImGui::BeginChild("maps", ImVec2(0, -code_line_height(context)), ImGuiChildFlags_NavFlattened,
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
  options_bar(context, seen_);
  lab::View& view = context.lab.view();
  // Before a glide begins, the window may have rested for long.
  lab::glide_ranges(view, std::min(ImGui::GetIO().DeltaTime, kLongestStep_s));
  if (view.range_glide.done < 1.0f) context.frames.request_frame();
  seen_.visible = 0;
  seen_.reveal.reset();
  if (std::exchange(filter_, view.filter) != view.filter) seen_.reveal = view.filter;
  if (view.maps_tab == lab::MapsTab::kMeasures) {
    seen_.all = 0;
    ImGui::BeginChild("measures", ImVec2(0, -code_line_height(context)),
                      ImGuiChildFlags_NavFlattened);
    measures_.draw(context);
    ImGui::EndChild();
  } else if (view.maps_tab == lab::MapsTab::kFigures) {
    seen_.all = 0;
    ImGui::BeginChild("figures", ImVec2(0, -code_line_height(context)),
                      ImGuiChildFlags_NavFlattened);
    figures_view(context);
    ImGui::EndChild();
  } else if (shows_pairs(context)) {
    const float code = code_line_height(context);
    const float below = shelf_height(context, pairs_height(context));
    const float gap = ImGui::GetStyle().ItemSpacing.y;
    const float room = ImGui::GetContentRegionAvail().y - (below > 0 ? below + gap : 0);
    ImGui::BeginChild("pairs", ImVec2(0, room - code), ImGuiChildFlags_NavFlattened);
    pairs_view(context, seen_);
    ImGui::EndChild();
    trained_shelf(context, below);
  } else {
    all_maps(context, seen_);
  }
  code_line(context, lab::CodePanel::kMaps);
}

}  // namespace convlens::ui
