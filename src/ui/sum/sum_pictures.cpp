#include "ui/sum/sum_pictures.h"

#include <algorithm>
#include <cmath>

#include "ui/kit/format.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"

namespace convlens::ui {
namespace {

constexpr float kFaded = 0.3f;  // where a weight of 0 lets nothing through
constexpr float kGapFrom = 8;   // cells of this size have a gap between them

int level_of(float value, ValueRange range) {
  const float share = (value - range.lo) / (range.hi - range.lo);
  return std::isnan(share) ? 0 : static_cast<int>(std::clamp(share, 0.0f, 1.0f) * 255);
}

// A pixel of the input, or one channel of it in its own colour.
ImU32 input_color(const SumGrid& grid, SumPlace place, ValueRange range) {
  const lab::CellArithmetic& cell = grid.cell;
  const auto level = [&](int channel) {
    return level_of(cell.at(place.row, place.column, channel).input, range);
  };
  if (cell.channels != 3) {
    const int grey = level(std::max(grid.channel, 0));
    return IM_COL32(grey, grey, grey, 255);
  }
  const auto shown = [&](int channel) {
    return grid.channel == kAllChannels || grid.channel == channel ? level(channel) : 0;
  };
  return IM_COL32(shown(0), shown(1), shown(2), 255);
}

// The number that a cell's colour, or the text in it, stands for.
double number_of(const SumGrid& grid, SumPlace place) {
  const lab::CellArithmetic& cell = grid.cell;
  const auto of = [&](int channel) {
    const lab::Tap& tap = cell.at(place.row, place.column, channel);
    return grid.part == SumPart::kInput    ? double{tap.input}
           : grid.part == SumPart::kWeight ? double{tap.weight}
                                           : tap.product;
  };
  if (grid.channel != kAllChannels) return of(grid.channel);
  double all = 0.0;
  for (int c = 0; c < cell.channels; ++c) all += of(c);
  return grid.part == SumPart::kProduct ? all : all / cell.channels;
}

// Whether no weight of the cell lets anything through.
bool is_closed(const SumGrid& grid, SumPlace place) {
  for (int c = 0; c < grid.cell.channels; ++c) {
    if (grid.channel != kAllChannels && c != grid.channel) continue;
    if (grid.cell.at(place.row, place.column, c).weight != 0.0f) return false;
  }
  return true;
}

bool is_padding(const SumGrid& grid, SumPlace place) {
  return grid.part == SumPart::kInput && grid.cell.at(place.row, place.column, 0).padding;
}

ImU32 color_of(const PanelContext& context, const SumGrid& grid, SumPlace place,
               const SumScales& scales) {
  if (grid.part == SumPart::kInput) return input_color(grid, place, scales.input);
  const float scale = grid.part == SumPart::kWeight  ? scales.weight
                      : grid.channel == kAllChannels ? scales.all
                                                     : scales.product;
  return signed_color(static_cast<float>(number_of(grid, place)), scale, context.lab.view().theme);
}

template <typename Draw>
void for_each_place(const SumGrid& grid, const Draw& draw) {
  for (int row = 0; row < grid.cell.height; ++row) {
    for (int column = 0; column < grid.cell.width; ++column) draw(SumPlace{row, column});
  }
}

}  // namespace

SumScales sum_scales(const lab::CellArithmetic& cell, ValueRange input) {
  SumScales scales;
  scales.input = input;
  const auto widen = [](float& scale, double value) {
    const auto size = static_cast<float>(std::fabs(value));
    if (std::isfinite(size)) scale = std::max(scale, size);
  };
  for (int row = 0; row < cell.height; ++row) {
    for (int column = 0; column < cell.width; ++column) {
      double all = 0.0;
      for (int c = 0; c < cell.channels; ++c) {
        const lab::Tap& tap = cell.at(row, column, c);
        widen(scales.weight, double{tap.weight});
        widen(scales.product, tap.product);
        all += tap.product;
      }
      widen(scales.all, all);
    }
  }
  return scales;
}

ImRect SumGrid::box() const {
  return {min, ImVec2(min.x + cell_px.x * static_cast<float>(cell.width),
                      min.y + cell_px.y * static_cast<float>(cell.height))};
}

ImRect SumGrid::at(SumPlace place) const {
  const ImVec2 a(min.x + cell_px.x * static_cast<float>(place.column),
                 min.y + cell_px.y * static_cast<float>(place.row));
  return {a, ImVec2(a.x + cell_px.x, a.y + cell_px.y)};
}

std::optional<SumPlace> SumGrid::pointed() const {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows) || !box().Contains(mouse)) {
    return std::nullopt;
  }
  return SumPlace{std::clamp(static_cast<int>((mouse.y - min.y) / cell_px.y), 0, cell.height - 1),
                  std::clamp(static_cast<int>((mouse.x - min.x) / cell_px.x), 0, cell.width - 1)};
}

void draw_grid(const PanelContext& context, const SumGrid& grid, const SumScales& scales) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool parted = grid.cell_px.x >= context.px(kGapFrom);
  const float gap = parted ? std::max(1.0f, std::floor(context.px(1))) : 0.0f;
  for_each_place(grid, [&](SumPlace place) {
    ImRect box = grid.at(place);
    box.Max = ImVec2(box.Max.x - gap, box.Max.y - gap);
    if (is_padding(grid, place)) {
      hatch(box.Min, box.Max, context.px(4), context.colors().secondary);
      list->AddRect(box.Min, box.Max, context.colors().line);
      return;
    }
    const float opacity = is_closed(grid, place) ? kFaded : 1.0f;
    list->AddRectFilled(box.Min, box.Max,
                        ImGui::GetColorU32(color_of(context, grid, place, scales), opacity));
  });
  const ImRect box = grid.box();
  list->AddRect(ImVec2(box.Min.x - 1, box.Min.y - 1),
                ImVec2(box.Max.x - gap + 1, box.Max.y - gap + 1), context.colors().line);
}

void draw_number_grid(const PanelContext& context, const SumGrid& grid, const SumScales& scales) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  for_each_place(grid, [&](SumPlace place) {
    ImRect box = grid.at(place);
    box.Max = ImVec2(box.Max.x - 1, box.Max.y - 1);
    if (!ImGui::IsRectVisible(box.Min, box.Max)) return;
    ImU32 text = context.colors().text;
    if (is_padding(grid, place)) {
      hatch(box.Min, box.Max, context.px(6), context.colors().line);
    } else if (is_closed(grid, place)) {
      text = context.colors().secondary;
    } else {
      const ImU32 color = color_of(context, grid, place, scales);
      list->AddRectFilled(box.Min, box.Max, color);
      text = readable_on(color);
    }
    list->AddRect(box.Min, box.Max, context.colors().line);
    const NumberText number = format_number(number_of(grid, place));
    const float size = context.px(design::kSmallText);
    const ImVec2 extent = context.fonts.numbers->CalcTextSizeA(size, FLT_MAX, 0.0f, number.data());
    const ImVec2 middle = box.GetCenter();
    list->AddText(context.fonts.numbers, size,
                  ImVec2(std::floor(middle.x - extent.x / 2), std::floor(middle.y - extent.y / 2)),
                  text, number.data());
  });
}

Text name_of(SumPart part) {
  return part == SumPart::kInput    ? tr("input")
         : part == SumPart::kWeight ? tr("weights")
                                    : tr("products");
}

}  // namespace convlens::ui
