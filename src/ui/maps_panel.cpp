#include "ui/maps_panel.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "ui/colormap_choice.h"
#include "ui/legend.h"
#include "ui/map_view.h"
#include "ui/metrics.h"
#include "ui/pairs.h"
#include "ui/shelf.h"

namespace convlens::ui {
namespace {

constexpr float kHeaderHeight = 40;
constexpr float kLeastGutter = 16;
// The next widget goes on in this line where `width` pixels are left, else below.
void same_line_if_it_fits(const PanelContext& context, float width) {
  const float used = ImGui::GetItemRectMax().x - ImGui::GetWindowPos().x;
  if (ImGui::GetWindowWidth() - used >= width) ImGui::SameLine(0, context.px(16));
}

// "(2, 70, 120, 2)  before activation", in the line of the options where there is room.
void shape_line(const PanelContext& context) {
  const auto& pipeline = context.lab.pipeline();
  const Shape& map = pipeline.map(0, 0).values.shape();
  char text[96];
  std::snprintf(text, sizeof text, "(%zu, %d, %d, %zu)  ", pipeline.source_count(),
                static_cast<int>(map[0]), static_cast<int>(map[1]), pipeline.filter_count());
  same_line_if_it_fits(context, context.px(300));
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(text);
  ImGui::PopFont();
  ImGui::SameLine(0, 0);
  const bool relu = context.lab.document().conv.activation == conv::Activation::kRelu;
  ImGui::AlignTextToFramePadding();
  caption(context, context.text(relu ? Text::kAfterRelu : Text::kBeforeActivation));
}

// Side by side with the trained maps, or all of mine.
void arrangement(const PanelContext& context) {
  lab::View& view = context.lab.view();
  if (labeled_button(context, Text::kSideBySide, "pairs", view.pairs)) view.pairs = true;
  ImGui::SameLine(0, context.px(4));
  if (labeled_button(context, Text::kAllMine, "all mine", !view.pairs)) view.pairs = false;
}

// Before or after the activation, on both sides alike.
void activation_choice(const PanelContext& context) {
  const bool relu = context.lab.document().conv.activation == conv::Activation::kRelu;
  if (labeled_button(context, Text::kAfterReluChoice, "after relu", relu)) {
    context.lab.commit(
        lab::SetActivation{relu ? conv::Activation::kNone : conv::Activation::kRelu});
  }
}

void options_row(const PanelContext& context) {
  lab::View& view = context.lab.view();
  if (context.lab.document().network) {
    arrangement(context);
    ImGui::SameLine(0, context.px(12));
  }
  colormap_choice(context, view.colormap);
  same_line_if_it_fits(context, button_width(context, Text::kSharedRange));
  if (labeled_button(context, Text::kSharedRange, "shared range", view.shared_range)) {
    view.shared_range = !view.shared_range;
  }
  same_line_if_it_fits(context, button_width(context, Text::kAfterReluChoice));
  activation_choice(context);
  if (view.pairs && context.lab.document().network) {
    same_line_if_it_fits(context, button_width(context, Text::kDifference));
    if (labeled_button(context, Text::kDifference, "difference", view.show_difference)) {
      view.show_difference = !view.show_difference;
    }
  }
  shape_line(context);
}

// Where the maps stand: blocks of some filters, a column each, with a row for every picture.
struct Grid {
  ImVec2 origin;
  ImVec2 map_px;
  float gutter = 0;
  float header = 0;
  float row_height = 0;
  std::size_t columns = 1;
  std::size_t sources = 1;

  float block_height() const { return header + row_height * static_cast<float>(sources); }
  // Upper left corner of a column's header.
  ImVec2 header_at(std::size_t filter) const {
    return {origin.x + static_cast<float>(filter % columns) * (map_px.x + gutter),
            origin.y + static_cast<float>(filter / columns) * block_height()};
  }
  ImVec2 at(std::size_t source, std::size_t filter) const {
    const ImVec2 top = header_at(filter);
    return {top.x, top.y + header + static_cast<float>(source) * row_height};
  }
};

// The arrangement that shows the maps largest without scrolling; where that would make them
// smaller than their own pixels, as many as fit side by side, and the panel scrolls.
Grid make_grid(const PanelContext& context) {
  const lab::Pipeline& pipeline = context.lab.pipeline();
  const Shape& shape = pipeline.map(0, 0).values.shape();
  const ImVec2 map(static_cast<float>(shape[1]), static_cast<float>(shape[0]));
  const ImVec2 room = ImGui::GetContentRegionAvail();
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
  float best = 0.0f;
  for (std::size_t columns = 1; columns <= filters; ++columns) {
    const auto blocks = static_cast<float>((filters + columns - 1) / columns);
    const float rows = blocks * static_cast<float>(grid.sources);
    const float by_height = (room.y - blocks * grid.header - rows * caption) / (rows * map.y);
    const float zoom = whole_zoom(std::min(zoom_by_width(columns), by_height));
    if (zoom >= 1.0f && zoom >= best) {
      best = zoom;
      grid.columns = columns;
    }
  }
  if (best == 0.0f) {
    grid.columns = 1;
    while (grid.columns < filters && zoom_by_width(grid.columns + 1) >= 1.0f) ++grid.columns;
    best = whole_zoom(zoom_by_width(grid.columns));
  }
  grid.map_px = ImVec2(std::floor(best * map.x), std::floor(best * map.y));
  grid.row_height = grid.map_px.y + caption;

  const auto count = static_cast<float>(grid.columns);
  const float spare = grid.columns > 1 ? (room.x - count * grid.map_px.x) / (count - 1) : 0.0f;
  grid.gutter = std::floor(std::clamp(spare, least_gutter, context.px(design::kMapGutter)));
  const float used = count * grid.map_px.x + grid.gutter * (count - 1);
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  grid.origin = ImVec2(cursor.x + std::max(0.0f, std::floor((room.x - used) / 2)), cursor.y);
  return grid;
}

void column_header(const PanelContext& context, const Grid& grid, std::size_t filter) {
  const lab::Filter& shown = context.lab.document().filters[filter];
  const float side = context.px(28);
  const ImVec2 top = grid.header_at(filter);
  if (!ImGui::IsRectVisible(top, ImVec2(top.x + grid.map_px.x, top.y + side))) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImRect picture = draw_filter(list, shown, top, side);
  list->AddRect(picture.Min, picture.Max, context.colors().accent, 0, context.px(1));
  const float text_px = context.px(design::kBodyText);
  draw_fitted_text(list, context.fonts.strong, text_px,
                   ImVec2(top.x + side + context.px(8), top.y + (side - text_px) / 2),
                   top.x + grid.map_px.x, context.colors().text, shown.name.c_str());
}

void draw_map(const PanelContext& context, const Grid& grid, std::size_t source,
              std::size_t filter) {
  const lab::Pipeline& pipeline = context.lab.pipeline();
  const ImVec2 min = grid.at(source, filter);
  const ImVec2 max(min.x + grid.map_px.x, min.y + grid.map_px.y);
  ImGui::SetCursorScreenPos(min);
  ImGui::PushID(static_cast<int>(source * pipeline.filter_count() + filter));
  ImGui::InvisibleButton("map", grid.map_px);
  ImGui::PopID();

  if (!ImGui::IsItemVisible()) return;  // nor computed into colours

  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_texture(list, context.textures.map({MapKey::Kind::kMine, source, filter}), min, max);
  const float line = context.px(1);
  list->AddRect(ImVec2(min.x - line, min.y - line), ImVec2(max.x + line, max.y + line),
                context.colors().accent, 0, line);

  const ValueRange range = context.lab.shown_range(source, filter);
  const float caption_y = max.y + context.px(6);
  const float legend_left = draw_legend(context, ImVec2(max.x, caption_y), grid.map_px.x, range,
                                        lab::shown_colormap(context.lab.view()));
  const std::string& name = context.lab.document().sources[source].picture->name;
  draw_fitted_text(list, context.fonts.text, context.px(design::kSmallText),
                   ImVec2(min.x, caption_y), legend_left - context.px(8),
                   context.colors().secondary, name.c_str());
  const lab::FeatureMap& values = pipeline.map(source, filter);
  if (auto cell = hovered_map_cell({min, max}, values.values.shape())) {
    cell->source = source;
    cell->filter = filter;
    context.hovered_cell = cell;
    pin_on_click(context, *cell);
    show_cell(context, {min, max}, values, *cell);
  }
  mark_pinned(context, {min, max}, source, filter);
}

// A row a picture, a column a filter.
void all_maps(const PanelContext& context) {
  const lab::Pipeline& pipeline = context.lab.pipeline();
  ImGui::BeginChild("maps", ImVec2(0, 0), ImGuiChildFlags_None,
                    ImGuiWindowFlags_HorizontalScrollbar);
  const Grid grid = make_grid(context);
  for (std::size_t f = 0; f < pipeline.filter_count(); ++f) {
    column_header(context, grid, f);
    for (std::size_t s = 0; s < pipeline.source_count(); ++s) draw_map(context, grid, s, f);
  }
  ImGui::EndChild();
}

}  // namespace

void maps_panel(const PanelContext& context) {
  options_row(context);
  const lab::View& view = context.lab.view();
  if (view.pairs && context.lab.document().network) {
    const float below = shelf_height(context);
    const float gap = ImGui::GetStyle().ItemSpacing.y;
    ImGui::BeginChild("pairs", ImVec2(0, below > 0 ? -(below + gap) : 0));
    pairs_view(context);
    ImGui::EndChild();
    return trained_shelf(context);
  }
  all_maps(context);
}

}  // namespace convlens::ui
