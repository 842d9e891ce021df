// A cell's sum channel by channel, as pictures or as numbers.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "ui/kit/format.h"
#include "ui/kit/metrics.h"
#include "ui/sum/sum_depths.h"
#include "ui/sum/sum_pictures.h"

namespace convlens::ui {
namespace {

constexpr float kHead = 20;     // the line over the pictures of a channel
constexpr float kBetween = 22;  // for the signs between them
constexpr float kGroupGap = 28;
constexpr float kMostCell = 40;
constexpr float kLeastCell = 5;  // channels whose cells would be smaller are not shown
constexpr float kNumberWidth = 52;
constexpr float kLeastNumberWidth = 42;
constexpr float kNumberHeight = 22;

void head(const PanelContext& context, ImVec2 at, const std::string& text) {
  ImGui::GetWindowDrawList()->AddText(context.fonts.numbers, context.px(design::kSmallText), at,
                                      context.colors().text, text.c_str());
}

// Those whose terms are the largest first.
std::vector<int> by_size(const lab::CellArithmetic& cell) {
  std::vector<int> channels(static_cast<std::size_t>(cell.channels));
  std::iota(channels.begin(), channels.end(), 0);
  if (cell.channels <= 3) return channels;
  std::stable_sort(channels.begin(), channels.end(), [&](int a, int b) {
    return std::fabs(cell.subtotals[static_cast<std::size_t>(a)]) >
           std::fabs(cell.subtotals[static_cast<std::size_t>(b)]);
  });
  return channels;
}

std::string told_subtotal(const lab::CellArithmetic& cell, int channel) {
  return fmt::format("{}  {}", channel_name(cell.channels, channel),
                     term_text(cell.subtotals[static_cast<std::size_t>(channel)]));
}

// "R +0.920  G -0.310  bias +0.000  = +0.61"
std::string told_sum(const PanelContext& context, const lab::CellArithmetic& cell) {
  std::string text;
  if (cell.channels <= 4) {
    for (int c = 0; c < cell.channels; ++c) {
      text += fmt::format("{} {}  ", channel_name(cell.channels, c),
                          term_text(cell.subtotals[static_cast<std::size_t>(c)]));
    }
  }
  text += fmt::format("{} {}  = {}", context.text(tr("bias")), term_text(cell.bias),
                      format_signed(cell.sum));
  if (cell.relu) text += fmt::format("  ReLU {}", format_number(cell.value).data());
  return text;
}

}  // namespace

void sum_channels(const PanelContext& context, const lab::CellArithmetic& cell, ValueRange values) {
  const SumScales scales = sum_scales(cell, values);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float foot = context.px(design::kSmallText) + context.px(6);
  const float down = (room.y - context.px(kHead) - foot) / static_cast<float>(cell.height);
  const auto across = [&](std::size_t groups) {
    return (room.x / static_cast<float>(groups) - context.px(kGroupGap + 2 * kBetween)) /
           (3.0f * static_cast<float>(cell.width));
  };
  std::vector<int> channels = by_size(cell);
  while (channels.size() > 1 && across(channels.size()) < context.px(kLeastCell)) {
    channels.pop_back();
  }
  const float cell_px =
      std::floor(std::clamp(std::min(across(channels.size()), down), 2.0f, context.px(kMostCell)));
  float x = min.x + context.px(2);
  const float top = min.y + context.px(kHead);
  for (const int channel : channels) {
    head(context, ImVec2(x, min.y), told_subtotal(cell, channel));
    for (const SumPart part : kSumParts) {
      const SumGrid grid{cell, part, channel, ImVec2(x, top), ImVec2(cell_px, cell_px)};
      draw_grid(context, grid, scales);
      const ImRect box = grid.box();
      x = box.Max.x;
      if (part == SumPart::kProduct) break;
      const float size = context.px(16);
      ImGui::GetWindowDrawList()->AddText(
          context.fonts.text, size,
          ImVec2(x + context.px(6), std::floor(box.GetCenter().y - size / 2)),
          context.colors().secondary, part == SumPart::kInput ? "\xc3\x97" : "=");
      x += context.px(kBetween);
    }
    x += context.px(kGroupGap);
  }
  std::string text = told_sum(context, cell);
  const std::size_t others = static_cast<std::size_t>(cell.channels) - channels.size();
  if (others > 0) text += "   " + context.said(phrase("not shown: {} channels", others));
  head(context, ImVec2(min.x, top + cell_px * static_cast<float>(cell.height) + context.px(4)),
       text);
}

void sum_numbers(const PanelContext& context, const lab::CellArithmetic& cell, int channel,
                 ValueRange values) {
  const SumScales scales = sum_scales(cell, values);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  // As high as the room lets all rows be.
  const float foot = context.px(design::kSmallText) + context.px(6);
  const float down = (ImGui::GetContentRegionAvail().y - context.px(kHead) - foot) /
                     static_cast<float>(cell.height);
  // Three tables beside each other where their numbers have room.
  const float across = (ImGui::GetContentRegionAvail().x - 2 * context.px(kGroupGap) - 4) /
                       (3.0f * static_cast<float>(cell.width));
  const ImVec2 extent(
      std::floor(std::clamp(across, context.px(kLeastNumberWidth), context.px(kNumberWidth))),
      std::floor(std::clamp(down, context.px(design::kSmallText + 2), context.px(kNumberHeight))));
  const float top = min.y + context.px(kHead);
  float x = min.x;
  float bottom = top;
  for (const SumPart part : kSumParts) {
    const std::string name = context.text(name_of(part));
    const std::string subtotal = term_text(cell.subtotals[static_cast<std::size_t>(channel)]);
    head(context, ImVec2(x, min.y),
         part == SumPart::kInput    ? channel_name(cell.channels, channel) + "  " + name
         : part == SumPart::kWeight ? "\xc3\x97  " + name
                                    : fmt::format("=  {}  {}", name, subtotal));
    const SumGrid grid{cell, part, channel, ImVec2(x, top), extent};
    draw_number_grid(context, grid, scales);
    x = grid.box().Max.x + context.px(kGroupGap);
    bottom = grid.box().Max.y;
  }
  head(context, ImVec2(min.x, bottom + context.px(4)), told_sum(context, cell));
  ImGui::Dummy(ImVec2(x - context.px(kGroupGap) - min.x,
                      bottom - min.y + context.px(design::kSmallText + 8)));
}

}  // namespace convlens::ui
