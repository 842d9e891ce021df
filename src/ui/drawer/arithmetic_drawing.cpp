#include "ui/drawer/arithmetic_drawing.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ui/kit/format.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kSumText = 22;
constexpr float kWaterfallWidth = 720;
constexpr float kBarRow = 16;
constexpr float kBarLabel = 56;
constexpr float kGroupGap = 28;
constexpr float kLargestCell = 20;  // of a small picture
constexpr float kFaded = 0.22f;     // where a weight of 0 lets nothing through
constexpr float kNumberWidth = 52;
constexpr float kNumberHeight = 24;

// What the cells of the three pictures stand for.
enum class Part { kInput, kWeight, kProduct };
constexpr Part kParts[] = {Part::kInput, Part::kWeight, Part::kProduct};

Text name_of(Part part) {
  return part == Part::kInput    ? tr("input")
         : part == Part::kWeight ? tr("weights")
                                 : tr("products");
}

double number_of(const lab::Tap& tap, Part part) {
  return part == Part::kInput    ? static_cast<double>(tap.input)
         : part == Part::kWeight ? static_cast<double>(tap.weight)
                                 : tap.product;
}

// The largest weight and product, which the signed colours span; and what the input spans.
struct Scales {
  float weight = 1e-6f;
  float product = 1e-6f;
  ValueRange input;
};

Scales scales_of(const lab::CellArithmetic& cell, ValueRange input) {
  Scales scales;
  scales.input = input;
  for (const lab::Tap& tap : cell.taps) {
    if (std::isfinite(tap.weight)) scales.weight = std::max(scales.weight, std::fabs(tap.weight));
    const auto product = static_cast<float>(std::fabs(tap.product));
    if (std::isfinite(product)) scales.product = std::max(scales.product, product);
  }
  return scales;
}

// One channel of an input in its own colour.
ImU32 input_color(float value, ValueRange range, int channels, int channel) {
  const float share = (value - range.lo) / (range.hi - range.lo);
  const int level = std::isnan(share) ? 0 : static_cast<int>(std::clamp(share, 0.0f, 1.0f) * 255);
  if (channels != 3) return IM_COL32(level, level, level, 255);
  return IM_COL32(channel == 0 ? level : 0, channel == 1 ? level : 0, channel == 2 ? level : 0,
                  255);
}

ImU32 part_color(const PanelContext& context, const lab::CellArithmetic& cell, const lab::Tap& tap,
                 Part part, int channel, const Scales& scales) {
  const lab::Theme theme = context.lab.view().theme;
  if (part == Part::kInput) return input_color(tap.input, scales.input, cell.channels, channel);
  if (part == Part::kWeight) return signed_color(tap.weight, scales.weight, theme);
  return signed_color(static_cast<float>(tap.product), scales.product, theme);
}

// A part of one channel, cells of `cell_px`; returns its right edge.
float draw_part(const PanelContext& context, const lab::CellArithmetic& cell, Part part,
                int channel, const Scales& scales, ImVec2 min, float cell_px) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float gap = cell_px >= context.px(8) ? std::max(1.0f, std::floor(context.px(1))) : 0.0f;
  for (int row = 0; row < cell.height; ++row) {
    for (int column = 0; column < cell.width; ++column) {
      const lab::Tap& tap = cell.at(row, column, channel);
      const ImVec2 a(min.x + cell_px * static_cast<float>(column),
                     min.y + cell_px * static_cast<float>(row));
      const ImVec2 b(a.x + cell_px - gap, a.y + cell_px - gap);
      if (tap.padding && part == Part::kInput) {
        hatch(a, b, context.px(4), context.colors().secondary);
        list->AddRect(a, b, context.colors().line);
        continue;
      }
      const float opacity = tap.weight == 0.0f ? kFaded : 1.0f;
      list->AddRectFilled(
          a, b, ImGui::GetColorU32(part_color(context, cell, tap, part, channel, scales), opacity));
    }
  }
  const ImVec2 max(min.x + cell_px * static_cast<float>(cell.width) - gap,
                   min.y + cell_px * static_cast<float>(cell.height) - gap);
  list->AddRect(ImVec2(min.x - 1, min.y - 1), ImVec2(max.x + 1, max.y + 1), context.colors().line);
  return max.x;
}

void draw_text(const PanelContext& context, ImFont* font, float size, ImVec2 at, ImU32 color,
               const char* text) {
  ImGui::GetWindowDrawList()->AddText(font, context.px(size), at, color, text);
}

// "R +0.92  G -0.31  B +0.08  bias +0.00  = +0.69 -> ReLU 0.69"
std::string sum_text(const PanelContext& context, const lab::CellArithmetic& cell) {
  std::string text;
  for (int c = 0; c < cell.channels; ++c) {
    const NumberText term = format_signed(cell.subtotals[static_cast<std::size_t>(c)]);
    text += fmt::format("{} {}  ", channel_letter(cell.channels, c), term.data());
  }
  text += fmt::format("{} {}  = {}", context.text(tr("bias")), format_signed(cell.bias).data(),
                      format_signed(cell.sum).data());
  if (cell.relu) text += fmt::format(" -> ReLU {}", format_number(cell.value).data());
  return text;
}

// The exact value behind the rounded ones, what counts, and what the hatching says.
std::string remarks(const PanelContext& context, const lab::CellArithmetic& cell) {
  std::string text =
      context.said(phrase("rounded here, computed in full: {:.9g}", cell.value)) + "   " +
      context.said(phrase("{} of {} weights count", cell.counting, cell.taps.size()));
  const bool padded = std::any_of(cell.taps.begin(), cell.taps.end(),
                                  [](const lab::Tap& tap) { return tap.padding; });
  if (padded) text += fmt::format("   {}", context.text(tr("hatched: padding, reads 0")));
  return text;
}

// One bar of the waterfall.
struct Bar {
  std::string label;
  double from = 0.0;
  double to = 0.0;
};

std::vector<Bar> bars_of(const PanelContext& context, const lab::CellArithmetic& cell) {
  std::vector<Bar> bars;
  double at = 0.0;
  const auto add = [&](std::string label, double term) {
    bars.push_back({std::move(label), at, at + term});
    at += term;
  };
  for (int c = 0; c < cell.channels; ++c) {
    add(channel_letter(cell.channels, c), cell.subtotals[static_cast<std::size_t>(c)]);
  }
  if (cell.bias != 0.0) add(context.text(tr("bias")), cell.bias);
  bars.push_back({"=", 0.0, cell.sum});
  return bars;
}

void draw_bars(const PanelContext& context, const lab::CellArithmetic& cell, ImVec2 min,
               float width) {
  const std::vector<Bar> bars = bars_of(context, cell);
  double lo = 0.0;
  double hi = 0.0;
  for (const Bar& bar : bars) {
    lo = std::min({lo, bar.from, bar.to});
    hi = std::max({hi, bar.from, bar.to});
  }
  if (!std::isfinite(lo) || !std::isfinite(hi) || lo == hi) return;  // nothing that has a length
  const float left = min.x + context.px(kBarLabel);
  const auto x_of = [&](double value) {
    return std::floor(left + (width - context.px(kBarLabel)) *
                                 static_cast<float>((value - lo) / (hi - lo)));
  };
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float row = context.px(kBarRow);
  const lab::Theme theme = context.lab.view().theme;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const float y = min.y + row * static_cast<float>(i);
    draw_text(context, context.fonts.numbers, design::kSmallText, ImVec2(min.x, y),
              context.colors().secondary, bars[i].label.c_str());
    const float from = x_of(bars[i].from);
    const float to = x_of(bars[i].to);
    const ImVec2 a(std::min(from, to), y + context.px(2));
    const ImVec2 b(std::max(from, to) + 1, y + row - context.px(2));
    list->AddRectFilled(a, b, signed_color(bars[i].to < bars[i].from ? -1.0f : 1.0f, 1.0f, theme));
    const bool last = i + 1 == bars.size();
    // What a ReLU takes away is crossed out.
    if (last && cell.relu && cell.sum < 0.0) hatch(a, b, context.px(6), context.colors().panel);
    if (!last) {
      list->AddRectFilled(ImVec2(to, b.y), ImVec2(to + 1, b.y + context.px(4)),
                          context.colors().secondary);
    }
  }
  const float zero = x_of(0.0);
  list->AddRectFilled(ImVec2(zero, min.y),
                      ImVec2(zero + 1, min.y + row * static_cast<float>(bars.size())),
                      context.colors().text);
}

void draw_number(const PanelContext& context, ImVec2 min, ImVec2 max, ImU32 color, double value) {
  const NumberText text = format_number(value);
  const float size = context.px(12);
  const ImVec2 extent = context.fonts.numbers->CalcTextSizeA(size, FLT_MAX, 0.0f, text.data());
  ImGui::GetWindowDrawList()->AddText(context.fonts.numbers, size,
                                      ImVec2(std::floor((min.x + max.x - extent.x) / 2),
                                             std::floor((min.y + max.y - extent.y) / 2)),
                                      color, text.data());
}

// A part of one channel as numbers on its colours.
void draw_numbers(const PanelContext& context, const lab::CellArithmetic& cell, Part part,
                  int channel, const Scales& scales, ImVec2 min) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 extent(context.px(kNumberWidth), context.px(kNumberHeight));
  for (int row = 0; row < cell.height; ++row) {
    for (int column = 0; column < cell.width; ++column) {
      const ImVec2 a(min.x + extent.x * static_cast<float>(column),
                     min.y + extent.y * static_cast<float>(row));
      const ImVec2 b(a.x + extent.x - 1, a.y + extent.y - 1);
      if (!ImGui::IsRectVisible(a, b)) continue;
      const lab::Tap& tap = cell.at(row, column, channel);
      ImU32 text = context.colors().text;
      if (tap.padding && part == Part::kInput) {
        hatch(a, b, context.px(6), context.colors().line);
      } else if (tap.weight == 0.0f) {
        text = context.colors().secondary;
      } else {
        const ImU32 color = part_color(context, cell, tap, part, channel, scales);
        list->AddRectFilled(a, b, color);
        text = readable_on(color);
      }
      list->AddRect(a, b, context.colors().line);
      draw_number(context, a, b, text, number_of(tap, part));
    }
  }
}

}  // namespace

std::string channel_letter(int channels, int channel) {
  if (channels == 3) return std::string(1, "RGB"[channel]);
  return fmt::format("{}", channel);
}

void sum_line(const PanelContext& context, const lab::CellArithmetic& cell) {
  const float room = ImGui::GetContentRegionAvail().x;
  const std::string text = sum_text(context, cell);
  const float width =
      context.fonts.numbers->CalcTextSizeA(context.px(kSumText), FLT_MAX, 0.0f, text.c_str()).x;
  ImGui::PushFont(context.fonts.numbers, kSumText * std::min(1.0f, room / width));
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopFont();
  caption(context, remarks(context, cell).c_str());
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float across = std::min(room, context.px(kWaterfallWidth));
  draw_bars(context, cell, min, across);
  ImGui::Dummy(
      ImVec2(across, context.px(kBarRow) * static_cast<float>(bars_of(context, cell).size())));
}

void sum_groups(const PanelContext& context, const lab::CellArithmetic& cell, ValueRange values) {
  const Scales scales = scales_of(cell, values);
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float line = context.px(20);
  const float sign = context.px(24);  // for the x and the = between the parts
  const auto channels = static_cast<float>(cell.channels);
  const float across = (room.x / channels - context.px(kGroupGap) - 2 * sign) /
                       (3.0f * static_cast<float>(cell.width));
  const float below = ImGui::GetStyle().ItemSpacing.y + line;  // the line of the sum
  const float down = (room.y - line - below) / static_cast<float>(cell.height);
  const float cell_px =
      std::max(2.0f, std::floor(std::min({across, down, context.px(kLargestCell)})));
  const float top = min.y + line;
  const float height = cell_px * static_cast<float>(cell.height);
  const float part_width = cell_px * static_cast<float>(cell.width);
  const float group = 3 * part_width + 2 * sign + context.px(kGroupGap);
  const ImU32 secondary = context.colors().secondary;
  for (int c = 0; c < cell.channels; ++c) {
    float x = min.x + group * static_cast<float>(c);
    const std::string head =
        fmt::format("{}  {}", channel_letter(cell.channels, c),
                    format_signed(cell.subtotals[static_cast<std::size_t>(c)]).data());
    draw_text(context, context.fonts.numbers, design::kBodyText, ImVec2(x, min.y),
              context.colors().text, head.c_str());
    for (const Part part : kParts) {
      if (part != Part::kInput) {
        draw_text(context, context.fonts.numbers, design::kBodyText,
                  ImVec2(x + sign / 2 - context.px(5),
                         top + (height - context.px(design::kBodyText)) / 2),
                  secondary, part == Part::kWeight ? "*" : "=");
        x += sign;
      }
      draw_part(context, cell, part, c, scales, ImVec2(x, top), cell_px);
      x += part_width;
    }
  }
  ImGui::Dummy(ImVec2(group * channels, line + height + context.px(2)));
  caption(context, fmt::format("{}   {}", sum_text(context, cell), remarks(context, cell)).c_str());
}

void sum_numbers(const PanelContext& context, const lab::CellArithmetic& cell, int channel,
                 ValueRange values) {
  const Scales scales = scales_of(cell, values);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float part = context.px(kNumberWidth) * static_cast<float>(cell.width);
  const float gap = context.px(24);
  const float line = context.px(20);
  const float height = context.px(kNumberHeight) * static_cast<float>(cell.height);
  float x = min.x;
  for (const Part shown : kParts) {
    const std::string subtotal =
        format_signed(cell.subtotals[static_cast<std::size_t>(channel)]).data();
    const std::string name = context.text(name_of(shown));
    const std::string head =
        shown == Part::kInput ? fmt::format("{}  {}", channel_letter(cell.channels, channel), name)
        : shown == Part::kWeight ? fmt::format("*  {}", name)
                                 : fmt::format("=  {}  {}", name, subtotal);
    draw_text(context, context.fonts.text, design::kSmallText, ImVec2(x, min.y),
              context.colors().secondary, head.c_str());
    draw_numbers(context, cell, shown, channel, scales, ImVec2(x, min.y + line));
    x += part + gap;
  }
  ImGui::Dummy(ImVec2(x - gap - min.x, line + height));
  caption(context, fmt::format("{}   {}", sum_text(context, cell), remarks(context, cell)).c_str());
}

}  // namespace convlens::ui
