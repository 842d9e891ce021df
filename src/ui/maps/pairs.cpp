#include "ui/maps/pairs.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "lab/shown/shown_maps.h"
#include "ui/kit/drawing.h"
#include "ui/kit/format.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/map/map_menu.h"
#include "ui/map/range_popup.h"
#include "ui/maps/all_maps.h"
#include "ui/pieces/filter_sheet.h"

namespace convlens::ui {
namespace {

constexpr float kGutterFilter = 48;
constexpr float kGutterText = 22;  // half of what stands between the two filters

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

constexpr float kFrame = 2;  // stands outside of a map

// How many pairs are to be seen at once, in a room of `height` pixels.
std::size_t shown_rows(const PanelContext& context, float height) {
  const bool low = height / 2 < context.px(design::kLeastMap + design::kMapCaption);
  return low ? 1 : std::min<std::size_t>(2, context.lab.document().filters.size());
}

float zoom_by_width(const PanelContext& context) {
  const lab::CropSize crop = context.lab.document().crop_size;
  const bool difference = context.lab.view().show_difference;
  const float gap = context.px(design::kPanelPadding);
  const float maps = difference ? 3.0f : 2.0f;
  const float gutter = difference ? 2 * gap : context.px(design::kMapGutter);
  const float room = ImGui::GetContentRegionAvail().x - gutter - 2 * context.px(kFrame);
  return room / (maps * static_cast<float>(crop.width));
}

// As large as the width allows, and two pairs in the height.
Layout make_layout(const PanelContext& context, float height) {
  const lab::CropSize crop = context.lab.document().crop_size;
  const bool difference = context.lab.view().show_difference;
  const float gap = context.px(design::kPanelPadding);
  const float frame = context.px(kFrame);
  const float row = (height - 2 * frame) / static_cast<float>(shown_rows(context, height));
  const float by_height = (row - context.px(design::kMapCaption)) / static_cast<float>(crop.height);
  const float zoom = whole_width(std::min(zoom_by_width(context), by_height), crop.width);
  Layout layout;
  layout.map_px = ImVec2(std::max(1.0f, std::round(zoom * static_cast<float>(crop.width))),
                         std::max(1.0f, std::floor(zoom * static_cast<float>(crop.height))));
  // Of what is seen of the crop, whose last row may be cut by less than a pixel.
  layout.zoom = zoom;
  layout.between = difference ? layout.map_px.x + 2 * gap : context.px(design::kMapGutter);
  layout.row_height = layout.map_px.y + context.px(design::kMapCaption);
  const float used = 2 * layout.map_px.x + layout.between;
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  const float left = std::floor((ImGui::GetContentRegionAvail().x - used) / 2);
  layout.origin = ImVec2(cursor.x + std::max(frame, left), cursor.y + frame);
  return layout;
}

// One pair of maps: what the row's parts have in common.
struct Pair {
  std::size_t filter = 0;
  std::size_t source = 0;
  lab::Partner partner;
  lab::FilterBank bank;
};

MapFrame frame_at(const PanelContext& context, const Layout& layout, ImVec2 min) {
  return MapFrame::of_crop(context, {min, ImVec2(min.x + layout.map_px.x, min.y + layout.map_px.y)},
                           layout.zoom);
}

FramedMap trained_map(const PanelContext& context, const Layout& layout, const Pair& pair,
                      ImVec2 min) {
  return framed(context, lab::MapId::trained(pair.source, pair.partner.filter),
                frame_at(context, layout, min));
}

std::string trained_name(const Pair& pair) {
  return fmt::format("{} [{}]", pair.bank.name, pair.partner.filter);
}

// While a key is down, the trained map stands here.
void mine_side(const PanelContext& context, const Layout& layout, const Pair& pair,
               MapsSeen& seen) {
  lab::View& view = context.lab.view();
  const ImVec2 min = layout.mine(pair.filter);
  ImGui::SetCursorScreenPos(min);
  const bool chosen = clicked(context, ImGui::InvisibleButton("mine", layout.map_px, kZoomButton));
  if (chosen) {
    view.filter = pair.filter;
    view.stage_trained = false;
  }
  if (!ImGui::IsItemVisible()) return;
  ++seen.visible;
  map_zoom_gestures(context, frame_at(context, layout, min));
  const Side side = view.swap_in_trained ? Side::kTrained : Side::kMine;
  const FramedMap map = view.swap_in_trained
                            ? trained_map(context, layout, pair, min)
                            : framed(context, lab::in_my_place(view, pair.source, pair.filter),
                                     frame_at(context, layout, min));
  const ImRect& frame = map.frame.rect;
  draw_frame(context, side, frame.Min, frame.Max, context.px(view.filter == pair.filter ? 2 : 1));
  if (map.shown.empty()) return draw_reason(context, frame, tr("no step to compare with"));
  draw_map(context, map);
  map_caption(
      context, seen, side, map,
      (view.swap_in_trained ? trained_name(pair)
                            : context.said(word(context.lab.document().filters[pair.filter].name)))
          .c_str(),
      context.colors().secondary);
  take_hovered_cell(context, map, chosen);
  if (!view.swap_in_trained) mark_pinned(context, map);
  map_menu(context, seen, map);
  range_popup(context, seen, map);
}

void trained_side(const PanelContext& context, const Layout& layout, const Pair& pair,
                  MapsSeen& seen) {
  lab::View& view = context.lab.view();
  const ImVec2 min = layout.trained(pair.filter);
  ImGui::SetCursorScreenPos(min);
  if (clicked(context, ImGui::InvisibleButton("trained", layout.map_px, kZoomButton))) {
    view.layer = pair.bank.layer;
    view.trained_filter = pair.partner.filter;
  }
  if (!ImGui::IsItemVisible()) return;
  map_zoom_gestures(context, frame_at(context, layout, min));
  const FramedMap map = trained_map(context, layout, pair, min);
  draw_map(context, map);
  draw_frame(context, Side::kTrained, map.frame.rect.Min, map.frame.rect.Max, context.px(1));
  map_caption(context, seen, Side::kTrained, map, trained_name(pair).c_str(),
              context.colors().secondary);
  take_hovered_cell(context, map, false);
  map_menu(context, seen, map);
  range_popup(context, seen, map);
}

void centered_text(const PanelContext& context, ImFont* font, float size, float center, float y,
                   ImU32 color, const char* text) {
  const float text_px = context.px(size);
  const float width = font->CalcTextSizeA(text_px, FLT_MAX, 0.0f, text).x;
  ImGui::GetWindowDrawList()->AddText(
      font, text_px, ImVec2(std::floor(center - width / 2), std::floor(y)), color, text);
}

// In the gutter, about its `middle`: that the filters differ, and the trained one's shape.
void why_not_comparable(const PanelContext& context, const lab::FilterBank& bank, ImVec2 middle) {
  const ImU32 color = context.colors().secondary;
  char shapes[64];
  std::snprintf(shapes, sizeof shapes, "%dx%dx%d", bank.height, bank.width, bank.channels);
  // Narrower than the gutter only in two lines.
  const std::string reason = context.text(tr("shapes differ"));
  const std::size_t space = std::min(reason.find(' '), reason.size());
  const float step = context.px(13);
  const float top = std::floor(middle.y - 1.5f * step);
  centered_text(context, context.fonts.text, design::kSmallText, middle.x, top, color,
                reason.substr(0, space).c_str());
  centered_text(context, context.fonts.text, design::kSmallText, middle.x, top + step, color,
                reason.substr(std::min(space + 1, reason.size())).c_str());
  centered_text(context, context.fonts.numbers, design::kSmallText, middle.x, top + 2 * step, color,
                shapes);
}

// My filter, how alike the two are, the trained filter; or why the two cannot be compared.
void gutter(const PanelContext& context, const Layout& layout, const Pair& pair) {
  const lab::Filter& mine = context.lab.document().filters[pair.filter];
  const ImVec2 left = layout.mine(pair.filter);
  const float center = left.x + layout.map_px.x + layout.between / 2;
  const float around = context.px(kGutterText);
  const float side =
      std::clamp(layout.map_px.y / 2 - around, context.px(8), context.px(kGutterFilter));
  const float middle = left.y + layout.map_px.y / 2;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 above(std::floor(center - side / 2), std::floor(middle - side - around));
  const ImVec2 below(above.x, std::floor(middle + around));
  const ImRect own = draw_filter(list, mine, above, side, context.lab.view().theme);
  draw_frame(context, Side::kMine, own.Min, own.Max, context.px(1));
  const ImRect trained = draw_bank_filter(context, pair.bank, pair.partner.filter, below, side);
  draw_frame(context, Side::kTrained, trained.Min, trained.Max, context.px(1));

  const float line = context.px(16);
  const ImU32 secondary = context.colors().secondary;
  if (!pair.bank.has_shape_of(mine)) {
    why_not_comparable(context, pair.bank, ImVec2(center, middle));
  } else {
    const double likeness = lab::cosine(mine, lab::filter_of(pair.bank, pair.partner.filter));
    char number[16] = "-";  // of weights that are not finite
    if (std::isfinite(likeness)) std::snprintf(number, sizeof number, "%+.2f", likeness);
    centered_text(context, context.fonts.text, design::kSmallText, center, middle - line, secondary,
                  context.text(tr("cos")));
    centered_text(context, context.fonts.numbers, design::kSmallText, center, middle,
                  context.colors().text, number);
  }
  ImGui::SetCursorScreenPos(ImVec2(center - side / 2, middle - line));
  ImGui::Dummy(ImVec2(side, 2 * line));
  if (!pair.bank.has_shape_of(mine)) {
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
      ImGui::SetTooltip(
          "%s", context
                    .said(phrase("the filters differ in shape: {}x{}x{}, {}x{}x{}", mine.height,
                                 mine.width, mine.channels, pair.bank.height, pair.bank.width,
                                 pair.bank.channels))
                    .c_str());
    }
    return;
  }
  help(context, tr("Cosine similarity of the two filters: 1 is the same pattern, -1 its negative"));
}

// Mine less the trained map, in the gutter's place.
void difference(const PanelContext& context, const Layout& layout, const Pair& pair,
                MapsSeen& seen) {
  const ImVec2 left = layout.mine(pair.filter);
  const ImVec2 min(left.x + layout.map_px.x + context.px(design::kPanelPadding), left.y);
  const FramedMap map = framed(context, lab::MapId::difference(pair.source, pair.filter),
                               frame_at(context, layout, min));
  const ImRect& frame = map.frame.rect;
  ImGui::SetCursorScreenPos(min);
  ImGui::InvisibleButton("difference", layout.map_px, kZoomButton);
  if (ImGui::IsItemVisible()) map_zoom_gestures(context, map.frame);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRect(frame.Min, frame.Max, context.colors().line);
  const ImVec2 below(frame.Max.x, frame.Max.y + context.px(6));
  float legend_left = frame.Max.x;
  if (map.shown.empty()) {
    draw_reason(context, frame, tr("shapes differ"));
  } else {
    draw_map(context, map);
    legend_left = map_legend(context, seen, map, below, layout.map_px.x);
    if (const auto cell = hovered_map_cell(context, map)) hover_cell(context, map, *cell);
    map_menu(context, seen, map);
    range_popup(context, seen, map);
  }
  draw_fitted_text(list, context.fonts.text, context.px(design::kSmallText),
                   ImVec2(frame.Min.x, below.y), legend_left - context.px(8),
                   context.colors().secondary, context.text(tr("Difference")));
}

}  // namespace

float pairs_height(const PanelContext& context) {
  const auto crop_height = static_cast<float>(context.lab.document().crop_size.height);
  const float row =
      std::floor(zoom_by_width(context) * crop_height) + context.px(design::kMapCaption);
  const auto rows =
      static_cast<float>(std::min<std::size_t>(2, context.lab.document().filters.size()));
  return 2 * context.px(kFrame) + row * rows;
}

void pairs_view(const PanelContext& context, MapsSeen& seen) {
  const lab::TrainedMaps& maps = context.lab.trained_maps();
  const auto bank = maps.has_maps() ? context.lab.shown_bank(maps.first()->layer) : std::nullopt;
  if (!bank) {
    // Mine alone, then.
    ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
    ImGui::TextWrapped("%s", context.said(maps.reason()).c_str());
    ImGui::PopStyleColor();
    return all_maps(context, seen, 0);
  }
  const Layout layout = make_layout(context, ImGui::GetWindowHeight());
  const std::size_t count = context.lab.document().filters.size();
  seen.all = count;
  for (std::size_t f = 0; f < count; ++f) {
    const auto partner = context.lab.partner(f);
    if (!partner) continue;
    const Pair pair{f, context.lab.view().source, *partner, *bank};
    ImGui::PushID(static_cast<int>(f));
    const ImVec2 min = layout.mine(f);
    if (seen.reveal == f) scroll_to({min, ImVec2(min.x + 1, min.y + layout.row_height)});
    if (ImGui::IsRectVisible(min, ImVec2(min.x + 1, min.y + layout.row_height))) {
      mine_side(context, layout, pair, seen);
      context.lab.view().show_difference ? difference(context, layout, pair, seen)
                                         : gutter(context, layout, pair);
      trained_side(context, layout, pair, seen);
    }
    ImGui::PopID();
  }
  ImGui::SetCursorScreenPos(layout.mine(count));
  ImGui::Dummy(ImVec2(0, 0));
}

}  // namespace convlens::ui
