#include "ui/measures/pooling_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "ui/kit/controls.h"
#include "ui/kit/format.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/map/single_map.h"

namespace convlens::ui {
namespace {

constexpr float kBetweenMaps = 24;
constexpr float kCaption = 26;
constexpr float kSize = 96;

constexpr std::array kKinds{
    Way{{tr("pooling", "Max"), tr("MaxPooling2D: of each window the largest value stays")}, "max"},
    Way{{tr("pooling", "Average"), tr("AveragePooling2D: of each window the mean stays")},
        "average"}};

// Cells of my map under a cell of what pooling leaves.
struct Window {
  int top = 0;
  int left = 0;
  int size = 0;
};

// Where its largest value stands: the first of equal ones.
std::pair<int, int> winner(const FramedMap& map, const Window& window) {
  std::pair<int, int> place{window.top, window.left};
  const auto value = [&](int row, int column) {
    return map.shown.values.values()[flat_index(row, column, map.shown.values.shape()[1])];
  };
  for (int row = window.top; row < window.top + window.size; ++row) {
    for (int column = window.left; column < window.left + window.size; ++column) {
      if (value(row, column) > value(place.first, place.second)) place = {row, column};
    }
  }
  return place;
}

void mark_window(const PanelContext& context, const FramedMap& mine, const Window& window) {
  const lab::View& view = context.lab.view();
  const ImRect first = mine.cell(view, window.top, window.left);
  const int last = window.size - 1;
  const ImRect end = mine.cell(view, window.top + last, window.left + last);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(mine.frame.rect.Min, mine.frame.rect.Max, true);
  ring(context, {first.Min, end.Max});
  if (!view.pooling.average) {
    const auto [row, column] = winner(mine, window);
    const ImRect cell = mine.cell(view, row, column);
    const float radius = std::max(context.px(3), cell.GetWidth() / 4);
    list->AddCircleFilled(cell.GetCenter(), radius, IM_COL32_WHITE);
    list->AddCircleFilled(cell.GetCenter(), radius - context.px(1), IM_COL32(17, 20, 24, 255));
  }
  list->PopClipRect();
}

// "largest of 4: [12, 41] +0.84", or how the mean comes about.
std::string told_cell(const PanelContext& context, const FramedMap& mine, const FramedMap& pooled,
                      const lab::MapCell& cell, const Window& window) {
  const double value{pooled.shown.values.values()[flat_index(cell.row, cell.column,
                                                             pooled.shown.values.shape()[1])]};
  const std::string number = format_signed(value);
  const int count = window.size * window.size;
  if (context.lab.view().pooling.average) {
    return context.said(
        phrase("mean of {} cells from [{}, {}] on: {}", count, window.top, window.left, number));
  }
  const auto [row, column] = winner(mine, window);
  return context.said(
      phrase("largest of {} cells: that of [{}, {}], {}", count, row, column, number));
}

// "(70, 120) becomes (35, 60)"
std::string told_shapes(const PanelContext& context, const FramedMap& mine,
                        const FramedMap& pooled) {
  if (pooled.shown.empty()) return context.text(tr("the map is smaller than a window"));
  return context.said(phrase("{} becomes {}", to_string(mine.shown.values.shape()),
                             to_string(pooled.shown.values.shape())));
}

}  // namespace

void pooling_controls(const PanelContext& context, Bar& bar) {
  lab::Pooling& pooling = context.lab.view().pooling;
  bar.add(
      choice_width(context, kKinds),
      [&context, &pooling] {
        const auto way = choice(context, kKinds, pooling.average ? 1 : 0);
        if (way) pooling.average = *way == 1;
      },
      12);
  bar.add(
      context.px(kSize + kSliderNumber),
      [&context, &pooling] {
        ImGui::SetNextItemWidth(context.px(kSize));
        ImGui::SliderInt("##pool size", &pooling.size, 2, lab::Pooling::kLargest, "",
                         ImGuiSliderFlags_AlwaysClamp);
        help(context, tr("The window's height and width, and how far it moves on"));
        slider_number(context, fmt::format("{0} x {0}", pooling.size).c_str());
      },
      12);
}

void pooling_view(const PanelContext& context, MapsSeen& seen) {
  const lab::View& view = context.lab.view();
  const lab::CropSize crop = context.lab.document().crop_size;
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float gap = context.px(kBetweenMaps);
  const float line = 2 * context.px(design::kSmallText + 4);
  const float high = (room.y - context.px(kCaption) - line) * static_cast<float>(crop.width) /
                     static_cast<float>(crop.height);
  const float width =
      std::floor(std::max(context.px(kSize), std::min((room.x - gap) / 2 - 4, high)));
  ImGui::SetCursorScreenPos(ImVec2(min.x + 2, min.y + 2));
  const FramedMap mine = single_map(context, lab::MapId::mine(view.source, view.filter),
                                    context.text(tr("mine")), width, seen);
  ImGui::SetCursorScreenPos(ImVec2(min.x + width + gap, min.y + 2));
  const FramedMap pooled = single_map(context, lab::MapId::pooled(view.source, view.filter),
                                      context.text(tr("after pooling")), width, seen);
  ImGui::SetCursorScreenPos(ImVec2(min.x, mine.frame.rect.Max.y + context.px(kCaption + 4)));
  caption(context, told_shapes(context, mine, pooled).c_str());
  const auto& hovered = view.hovered;
  if (!hovered || hovered->map != pooled.id || pooled.shown.empty()) return;
  const int size = view.pooling.size;
  const Window window{hovered->row * size, hovered->column * size, size};
  mark_window(context, mine, window);
  caption(context, told_cell(context, mine, pooled, *hovered, window).c_str());
}

}  // namespace convlens::ui
