#include "ui/pairs.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "lab/shown_maps.h"
#include "ui/filter_sheet.h"
#include "ui/format.h"
#include "ui/legend.h"
#include "ui/map_view.h"
#include "ui/marks.h"
#include "ui/metrics.h"

namespace convlens::ui {
namespace {

constexpr float kGutterFilter = 48;
constexpr float kMark = 14;

// Where the pairs stand: mine, what is between the two, the trained map.
struct Layout {
  ImVec2 origin;
  ImVec2 map_px;  // of the whole crop
  float zoom = 1;
  float between = 0;  // width of the gutter, or of the difference with its gaps
  float row_height = 0;

  ImVec2 mine(std::size_t row) const {
    return {origin.x, origin.y + row_height * static_cast<float>(row)};
  }
  ImVec2 trained(std::size_t row) const {
    const ImVec2 left = mine(row);
    return {left.x + map_px.x + between, left.y};
  }
};

Layout make_layout(const PanelContext& context) {
  const lab::CropSize crop = context.lab.document().crop_size;
  const bool difference = context.lab.view().show_difference;
  const float gap = context.px(design::kPanelPadding);
  const float room = ImGui::GetContentRegionAvail().x;
  const float maps = difference ? 3.0f : 2.0f;
  const float gutter = difference ? 2 * gap : context.px(design::kMapGutter);
  Layout layout;
  layout.zoom = whole_zoom((room - gutter) / (maps * static_cast<float>(crop.width)));
  layout.map_px = ImVec2(std::floor(layout.zoom * static_cast<float>(crop.width)),
                         std::floor(layout.zoom * static_cast<float>(crop.height)));
  layout.between = difference ? layout.map_px.x + 2 * gap : gutter;
  layout.row_height = layout.map_px.y + context.px(design::kMapCaption);
  const float used = 2 * layout.map_px.x + layout.between;
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  const float line = context.px(2);  // the frames stand outside the maps
  layout.origin = ImVec2(cursor.x + std::max(line, std::floor((room - used) / 2)), cursor.y + line);
  return layout;
}

// Mark, name and legend under a map.
void map_caption(const PanelContext& context, Side side, ImVec2 left_top, float width,
                 const char* name, ValueRange range) {
  const float y = left_top.y + context.px(6);
  const float legend_left = draw_legend(context, ImVec2(left_top.x + width, y), width, range,
                                        lab::shown_colormap(context.lab.view()));
  draw_mark(context, side, ImVec2(left_top.x, y), context.px(kMark));
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.text, context.px(design::kSmallText),
                   ImVec2(left_top.x + context.px(kMark + 6), y), legend_left - context.px(8),
                   context.colors().secondary, name);
}

void draw_map_in(const PanelContext& context, const MapKey& key, const ImRect& rect, ImVec2 min,
                 ImVec2 max) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(min, max, true);
  const ImTextureID texture = context.textures.map(key);
  if (texture != 0) draw_texture(list, texture, rect.Min, rect.Max);
  list->PopClipRect();
}

// One pair of maps: what the row's parts have in common.
struct Pair {
  std::size_t filter = 0;
  std::size_t source = 0;
  lab::Partner partner;
  lab::FilterBank bank;
};

void mine_side(const PanelContext& context, const Layout& layout, const Pair& pair) {
  lab::View& view = context.lab.view();
  const lab::Document& document = context.lab.document();
  const lab::Filter& filter = document.filters[pair.filter];
  const lab::FeatureMap& map = context.lab.pipeline().map(pair.source, pair.filter);
  const ImVec2 min = layout.mine(pair.filter);
  const ImVec2 max(min.x + layout.map_px.x, min.y + layout.map_px.y);
  ImGui::SetCursorScreenPos(min);
  if (ImGui::InvisibleButton("mine", layout.map_px)) {
    view.filter = pair.filter;
    view.stage_trained = false;
  }
  if (!ImGui::IsItemVisible()) return;
  const ImRect rect =
      map_rect(lab::my_placement(document, filter), map.values.shape(), min, layout.zoom);
  const MapKey mine{MapKey::Kind::kMine, pair.source, pair.filter};
  const MapKey trained{MapKey::Kind::kTrained, pair.source, pair.partner.filter};
  draw_map_in(context, view.swap_in_trained ? trained : mine, rect, min, max);
  const Side side = view.swap_in_trained ? Side::kTrained : Side::kMine;
  draw_frame(context, side, min, max, context.px(view.filter == pair.filter ? 2 : 1));
  map_caption(context, Side::kMine, ImVec2(min.x, max.y), layout.map_px.x, filter.name.c_str(),
              context.lab.shown_range(pair.source, pair.filter));
  if (auto cell = hovered_map_cell(rect, map.values.shape())) {
    cell->source = pair.source;
    cell->filter = pair.filter;
    context.hovered_cell = cell;
    pin_on_click(context, *cell);
    show_cell(context, rect, map, *cell);
  }
  mark_pinned(context, rect, pair.source, pair.filter);
}

void trained_side(const PanelContext& context, const Layout& layout, const Pair& pair) {
  lab::View& view = context.lab.view();
  const lab::TrainedMaps& maps = context.lab.trained_maps();
  const lab::FeatureMap& map = maps.map(pair.source, pair.partner.filter);
  const ImVec2 min = layout.trained(pair.filter);
  const ImVec2 max(min.x + layout.map_px.x, min.y + layout.map_px.y);
  ImGui::SetCursorScreenPos(min);
  if (ImGui::InvisibleButton("trained", layout.map_px)) {
    view.layer = pair.bank.layer;
    view.trained_filter = pair.partner.filter;
  }
  if (!ImGui::IsItemVisible()) return;
  const ImRect rect =
      map_rect(lab::trained_placement(context.lab.document(), *maps.first(), pair.bank),
               map.values.shape(), min, layout.zoom);
  draw_map_in(context, {MapKey::Kind::kTrained, pair.source, pair.partner.filter}, rect, min, max);
  draw_frame(context, Side::kTrained, min, max, context.px(1));
  char name[96];
  std::snprintf(name, sizeof name, "%s [%zu]", pair.bank.name.c_str(), pair.partner.filter);
  map_caption(context, Side::kTrained, ImVec2(min.x, max.y), layout.map_px.x, name,
              context.lab.shown_trained_range(pair.source, pair.partner.filter));
  if (auto cell = hovered_map_cell(rect, map.values.shape())) {
    cell->source = pair.source;
    cell->filter = pair.filter;
    cell->trained = true;
    context.hovered_cell = cell;
    show_cell(context, rect, map, *cell);
  }
}

void centered_text(const PanelContext& context, ImFont* font, float size, float center, float y,
                   ImU32 color, const char* text) {
  const float text_px = context.px(size);
  const float width = font->CalcTextSizeA(text_px, FLT_MAX, 0.0f, text).x;
  ImGui::GetWindowDrawList()->AddText(font, text_px, ImVec2(std::floor(center - width / 2), y),
                                      color, text);
}

// My filter, how alike the two are, the trained filter; or why the two cannot be compared.
void gutter(const PanelContext& context, const Layout& layout, const Pair& pair) {
  const lab::Filter& mine = context.lab.document().filters[pair.filter];
  const ImVec2 left = layout.mine(pair.filter);
  const float center = left.x + layout.map_px.x + layout.between / 2;
  const float side = std::min(context.px(kGutterFilter), layout.map_px.y / 3);
  const float middle = left.y + layout.map_px.y / 2;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 above(std::floor(center - side / 2), std::floor(middle - side - context.px(22)));
  const ImVec2 below(above.x, std::floor(middle + context.px(22)));
  const ImRect own = draw_filter(list, mine, above, side);
  draw_frame(context, Side::kMine, own.Min, own.Max, context.px(1));
  const ImRect trained = draw_bank_filter(context, pair.bank, pair.partner.filter, below, side);
  draw_frame(context, Side::kTrained, trained.Min, trained.Max, context.px(1));

  const float line = context.px(16);
  const ImU32 secondary = context.colors().secondary;
  if (!pair.bank.has_shape_of(mine)) {
    char shapes[64];
    std::snprintf(shapes, sizeof shapes, "%dx%dx%d", pair.bank.height, pair.bank.width,
                  pair.bank.channels);
    centered_text(context, context.fonts.text, 11, center, middle - line, secondary,
                  context.text(Text::kNotComparable));
    centered_text(context, context.fonts.numbers, 11, center, middle, secondary, shapes);
  } else {
    const double likeness = lab::cosine(mine, lab::filter_of(pair.bank, pair.partner.filter));
    char number[16];
    std::snprintf(number, sizeof number, "%+.2f", likeness);
    centered_text(context, context.fonts.text, 11, center, middle - line, secondary,
                  context.text(Text::kLikeness));
    centered_text(context, context.fonts.numbers, 14, center, middle, context.colors().text,
                  number);
  }
  ImGui::SetCursorScreenPos(ImVec2(center - side / 2, middle - line));
  ImGui::Dummy(ImVec2(side, 2 * line));
  if (!pair.bank.has_shape_of(mine)) {
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
      ImGui::SetTooltip("%s: %dx%dx%d, %dx%dx%d", context.text(Text::kOtherShape), mine.height,
                        mine.width, mine.channels, pair.bank.height, pair.bank.width,
                        pair.bank.channels);
    }
    return;
  }
  help(context, Text::kLikeness);
}

// Mine less the trained map, in the gutter's place.
void difference(const PanelContext& context, const Layout& layout, const Pair& pair) {
  const ImVec2 left = layout.mine(pair.filter);
  const ImVec2 min(left.x + layout.map_px.x + context.px(design::kPanelPadding), left.y);
  const ImVec2 max(min.x + layout.map_px.x, min.y + layout.map_px.y);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImTextureID texture =
      context.textures.map({MapKey::Kind::kDifference, pair.source, pair.filter});
  float legend_left = max.x;
  if (texture != 0) {
    draw_texture(list, texture, min, max);
    const lab::ShownMaps shown = lab::shown_difference(context.lab, pair.source, pair.filter);
    legend_left = draw_legend(context, ImVec2(max.x, max.y + context.px(6)), layout.map_px.x,
                              shown.ranges.front(), shown.colormap);
  } else {
    centered_text(context, context.fonts.text, design::kSmallText, (min.x + max.x) / 2,
                  (min.y + max.y) / 2, context.colors().secondary,
                  context.text(Text::kNotComparable));
  }
  list->AddRect(min, max, context.colors().line);
  draw_fitted_text(list, context.fonts.text, context.px(design::kSmallText),
                   ImVec2(min.x, max.y + context.px(6)), legend_left - context.px(8),
                   context.colors().secondary, context.text(Text::kDifference));
}

}  // namespace

void pairs_view(const PanelContext& context) {
  const lab::TrainedMaps& maps = context.lab.trained_maps();
  const auto bank = maps.has_maps() ? context.lab.shown_bank(maps.first()->layer) : std::nullopt;
  if (!bank) {
    const bool open = context.lab.document().network.has_value();
    ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
    ImGui::TextWrapped("%s", open ? maps.reason().c_str() : context.text(Text::kNoNetwork));
    ImGui::PopStyleColor();
    return;
  }
  const Layout layout = make_layout(context);
  const std::size_t count = context.lab.document().filters.size();
  for (std::size_t f = 0; f < count; ++f) {
    const auto partner = context.lab.partner(f);
    if (!partner) continue;
    const Pair pair{f, context.lab.view().source, *partner, *bank};
    ImGui::PushID(static_cast<int>(f));
    const ImVec2 min = layout.mine(f);
    if (ImGui::IsRectVisible(min, ImVec2(min.x + 1, min.y + layout.row_height))) {
      mine_side(context, layout, pair);
      context.lab.view().show_difference ? difference(context, layout, pair)
                                         : gutter(context, layout, pair);
      trained_side(context, layout, pair);
    }
    ImGui::PopID();
  }
  ImGui::SetCursorScreenPos(layout.mine(count));
  ImGui::Dummy(ImVec2(0, 0));
}

}  // namespace convlens::ui
