#include "ui/measures/frequencies_view.h"

#include <imgui_internal.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "lab/shown/shown_maps.h"
#include "lab/stages/spectrum.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/legend.h"

namespace convlens::ui {
namespace {

constexpr float kBetweenPlots = 24;

struct Plot {
  lab::MapId map;
  Text name;
  Text help;
};

// "0.125 down, 0.25 across: x 3.41"
void told_frequency(const PanelContext& context, const lab::ShownMaps& map, const ImRect& box) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Shape& shape = map.values.shape();
  const int row = cell_at(mouse.y - box.Min.y, box.GetHeight(), shape[0]);
  const int column = cell_at(mouse.x - box.Min.x, box.GetWidth(), shape[1]);
  const auto cycles = [](int cell, std::int64_t count) {
    return static_cast<double>(cell - count / 2) / static_cast<double>(count);
  };
  const double value{map.values.values()[flat_index(row, column, shape[1])]};
  ImGui::SetTooltip("%s", context
                              .said(phrase("{:+.3f} cycles a pixel down, {:+.3f} across: {:.4g}",
                                           cycles(row, shape[0]), cycles(column, shape[1]), value))
                              .c_str());
}

// The middle of each axis is a flat area, its ends the fastest change there is.
void draw_axes(const PanelContext& context, const ImRect& box) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float size = context.px(design::kSmallText);
  const float y = box.Max.y + context.px(3);
  constexpr std::array<const char*, 3> kPlaces{
      "\xe2\x88\x92"
      "0.5",
      "0", "+0.5"};
  for (std::size_t i = 0; i < kPlaces.size(); ++i) {
    const float width = context.fonts.numbers->CalcTextSizeA(size, FLT_MAX, 0, kPlaces[i]).x;
    const float share = static_cast<float>(i) / 2;
    const float x = box.Min.x + share * (box.GetWidth() - width);
    list->AddText(context.fonts.numbers, size, ImVec2(std::floor(x), y), context.colors().secondary,
                  kPlaces[i]);
  }
}

void draw_plot(const PanelContext& context, const Plot& plot, ImVec2 min, float width,
               float height) {
  const lab::ShownMaps map = lab::shown_maps(context.lab, plot.map);
  const float size = context.px(design::kSmallText);
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_fitted_text(list, context.fonts.strong, size, min, min.x + width, context.colors().text,
                   context.text(plot.name));
  const float top = min.y + size + context.px(6);
  if (map.empty()) return;
  const float side = std::floor(std::min(width, height - 3 * size - context.px(24)));
  const ImRect box(ImVec2(min.x, top), ImVec2(min.x + side, top + side));
  ImGui::SetCursorScreenPos(box.Min);
  ImGui::PushID(static_cast<int>(plot.map.kind));
  ImGui::InvisibleButton("frequencies", box.GetSize());
  ImGui::PopID();
  const float pixel = side / static_cast<float>(map.values.shape()[1]);
  draw_texture(list, context.textures.map(plot.map, pixel), box.Min, box.Max);
  draw_axes(context, box);
  draw_legend(context, ImVec2(box.Max.x, box.Max.y + size + context.px(10)), side,
              map.ranges.front(), map.colormap);
  if (ImGui::IsItemHovered()) told_frequency(context, map, box);
}

}  // namespace

void frequencies_view(const PanelContext& context) {
  const lab::View& view = context.lab.view();
  const std::array plots{
      Plot{lab::MapId::response(), tr("The filter multiplies by"), {}},
      Plot{lab::MapId::picture_spectrum(view.source), tr("In the photograph (log)"), {}},
      Plot{lab::MapId::map_spectrum(view.source, view.filter), tr("In my map (log)"), {}}};
  ImGui::PushTextWrapPos(0.0f);
  caption(context,
          context.text(tr("The middle is a flat area, the edges are the fastest change, half a "
                          "cycle a pixel: what the filter multiplies by little disappears.")));
  ImGui::PopTextWrapPos();
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float gap = context.px(kBetweenPlots);
  const auto count = static_cast<float>(plots.size());
  const float width = std::floor((room.x - gap * (count - 1)) / count);
  for (std::size_t i = 0; i < plots.size(); ++i) {
    const float left = min.x + (width + gap) * static_cast<float>(i);
    draw_plot(context, plots[i], ImVec2(left, min.y), width, room.y);
  }
  const lab::CropSize crop = context.lab.document().crop_size;
  const int height = lab::spectrum_extent(crop.height);
  const int across = lab::spectrum_extent(crop.width);
  if (height == crop.height && across == crop.width) return;
  ImGui::SetCursorScreenPos(
      ImVec2(min.x, min.y + room.y - context.px(design::kSmallText) - context.px(4)));
  caption(context, context
                       .said(phrase("of the middle {}x{} of {}x{} pixels", height, across,
                                    crop.height, crop.width))
                       .c_str());
}

}  // namespace convlens::ui
