#include "ui/pieces/weight_chart.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "ui/kit/format.h"
#include "ui/kit/marks.h"
#include "ui/kit/menu.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/picture_lines.h"

namespace convlens::ui {
namespace {

constexpr float kAxisHeight = 20;
constexpr float kLeastHeight = 60;

ImU32 color_of(const PanelContext& context, WeightCurve::Style style) {
  const Palette& colors = context.colors();
  switch (style) {
    case WeightCurve::Style::kUntrained:
      return colors.untrained;
    case WeightCurve::Style::kTrained:
      return colors.trained;
    case WeightCurve::Style::kMine:
      break;
  }
  return colors.accent;
}

// From values and counts to pixels.
struct Axes {
  ImVec2 min;
  ImVec2 max;
  double lo = 0.0;
  double hi = 0.0;
  std::size_t most = 1;

  float x(double value) const {
    return min.x + (max.x - min.x) * static_cast<float>((value - lo) / (hi - lo));
  }
  float y(std::size_t count) const {
    return max.y - (max.y - min.y) * static_cast<float>(count) / static_cast<float>(most);
  }
};

ImVec2 count_size(const PanelContext& context, std::size_t count) {
  return context.fonts.numbers->CalcTextSizeA(context.px(design::kSmallText), FLT_MAX, 0,
                                              std::to_string(count).c_str());
}

Axes axes_of(const PanelContext& context, std::span<const WeightCurve> curves) {
  Axes axes;
  for (const WeightCurve& curve : curves) {
    if (!curve.summary->has_finite()) continue;
    const Histogram& histogram = curve.summary->histogram;
    axes.lo = std::min(axes.lo, histogram.edges.front());
    axes.hi = std::max(axes.hi, histogram.edges.back());
    axes.most =
        std::max(axes.most, *std::max_element(histogram.counts.begin(), histogram.counts.end()));
  }
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  const float counts = std::ceil(count_size(context, axes.most).x) + context.px(8);
  axes.min = ImVec2(cursor.x + counts, cursor.y + context.px(design::kSmallText) / 2);
  axes.max = ImVec2(cursor.x + room.x, axes.min.y + std::max(context.px(kLeastHeight),
                                                             room.y - context.px(kAxisHeight)));
  return axes;
}

// 1, 2 or 5 times a power of ten, so that at most four of them lie below the largest count.
std::size_t count_step(std::size_t most) {
  std::size_t power = 1;
  while (true) {
    for (const std::size_t factor : {1, 2, 5}) {
      if (factor * power * 4 >= most) return factor * power;
    }
    power *= 10;
  }
}

// How many, left of the bars.
void draw_count_axis(const PanelContext& context, const Axes& axes) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 color = context.colors().secondary;
  const std::size_t step = count_step(axes.most);
  for (std::size_t count = 0; count <= axes.most; count += step) {
    const float y = axes.y(count);
    list->AddLine(ImVec2(axes.min.x, y), ImVec2(axes.max.x, y), context.colors().line);
    const std::string text = std::to_string(count);
    const ImVec2 size = count_size(context, count);
    list->AddText(
        context.fonts.numbers, context.px(design::kSmallText),
        ImVec2(std::floor(axes.min.x - context.px(6) - size.x), std::floor(y - size.y / 2)), color,
        text.c_str());
  }
}

// The bins of the weights that the pointer is on.
void ring_pointed(const PanelContext& context, const Axes& axes, const Histogram& histogram) {
  for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
    const lab::WeightBin of{histogram.edges[bin], histogram.edges[bin + 1],
                            bin + 1 == histogram.counts.size()};
    const auto& pointed = context.lab.view().pointed_weights;
    const bool holds = std::any_of(pointed.begin(), pointed.end(), [&of](float weight) {
      return of.holds(static_cast<double>(weight));
    });
    if (holds) {
      ring(context, {ImVec2(axes.x(of.lo), axes.y(histogram.counts[bin])),
                     ImVec2(axes.x(of.hi), axes.max.y)});
    }
  }
}

void draw_bin(const PanelContext& context, WeightCurve::Style style, ImVec2 a, ImVec2 b) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 color = color_of(context, style);
  if (style == WeightCurve::Style::kTrained) {
    list->AddRectFilled(a, b, ImGui::GetColorU32(color, 0.25f));
  } else if (style == WeightCurve::Style::kUntrained) {
    hatch(a, b, context.px(6), ImGui::GetColorU32(color, 0.5f));
  }
  list->AddRect(a, b, color, 0.0f, context.px(style == WeightCurve::Style::kMine ? 2 : 1));
}

void draw_axis(const PanelContext& context, const Axes& axes) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 color = context.colors().secondary;
  list->AddLine(ImVec2(axes.min.x, axes.max.y), axes.max, color);
  const float text_px = context.px(design::kSmallText);
  float free_from = axes.min.x;
  float free_to = FLT_MAX;
  // The ends first: 0 is written only where it finds room between them.
  for (const double value : {axes.lo, axes.hi, 0.0}) {
    const NumberText text = format_number(value);
    const float width = context.fonts.numbers->CalcTextSizeA(text_px, FLT_MAX, 0, text.data()).x;
    const float x =
        std::clamp(axes.x(value) - width / 2, axes.min.x, std::max(axes.min.x, axes.max.x - width));
    if (x < free_from || x + width > free_to) continue;
    if (value == axes.lo) free_from = x + width + context.px(6);
    if (value == axes.hi) free_to = x - context.px(6);
    list->AddText(context.fonts.numbers, text_px, ImVec2(x, axes.max.y + context.px(3)), color,
                  text.data());
  }
}

// Beside the curve's name, the last item, which begins at `left`; under it where the panel is
// narrow.
void moments_text(const PanelContext& context, const Moments& moments, float left) {
  const std::string text =
      context.said(phrase("mean {:+.4f}  std {:.4f}", moments.mean, moments.deviation));
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  const float name_end = ImGui::GetItemRectMax().x - ImGui::GetWindowPos().x;
  const float beside = std::max(left + context.px(84), name_end + context.px(8));
  if (beside + ImGui::CalcTextSize(text.c_str()).x < left + column_width(context)) {
    ImGui::SameLine(beside);
  }
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopFont();
}

// What the chart and the moments leave out, below them, in the colour that it has in the pictures.
void not_finite_line(const PanelContext& context, const NotFinite& found) {
  if (found.count() == 0) return;
  const Rgb color = kNotFiniteColor;
  const float side = context.px(10);
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float top = min.y + std::floor((context.px(design::kSmallText) - side) / 2);
  ImGui::GetWindowDrawList()->AddRectFilled(ImVec2(min.x, top), ImVec2(min.x + side, top + side),
                                            IM_COL32(color[0], color[1], color[2], 255));
  ImGui::SetCursorScreenPos(ImVec2(min.x + side + context.px(6), min.y));
  ImGui::PushFont(nullptr, design::kSmallText);
  const Phrase said = phrase("left out: {} NaN, {} infinite", found.nan, found.infinite);
  ImGui::TextWrapped("%s", context.said(said).c_str());
  ImGui::PopFont();
}

// Edges and counts, a bin a line.
std::string counts_text(const PanelContext& context, const WeightCurve& curve) {
  std::string text;
  const Histogram& histogram = curve.summary->histogram;
  for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
    text += fmt::format("{}\t{:.9g}\t{:.9g}\t{}\n", context.text(curve.name), histogram.edges[bin],
                        histogram.edges[bin + 1], histogram.counts[bin]);
  }
  return text;
}

void counts_menu(const PanelContext& context, std::span<const WeightCurve> curves) {
  if (!begin_menu(context, "counts", menu_asked_for(context))) return;
  if (menu_line(context, context.text(tr("Copy edges and counts")), "copy counts")) {
    std::string text;
    for (const WeightCurve& curve : curves) {
      if (curve.summary->has_finite()) text += counts_text(context, curve);
    }
    copy_text(context.lab, text, phrase("copied edges and counts"));
  }
  const Histogram& shown = curves.back().summary->histogram;
  if (curves.back().summary->has_finite()) picture_lines(context, lab::HistogramPicture{shown});
  end_menu();
}

}  // namespace

void weight_legend(const PanelContext& context, std::span<const WeightCurve> curves) {
  for (const WeightCurve& curve : curves) {
    ImGui::PushFont(nullptr, design::kSmallText);
    ImGui::PushStyleColor(ImGuiCol_Text, color_of(context, curve.style));
    const float left = ImGui::GetCursorPosX();
    ImGui::TextUnformatted(context.text(curve.name));
    ImGui::PopStyleColor();
    ImGui::PopFont();
    if (curve.summary->has_finite()) moments_text(context, curve.summary->moments, left);
    not_finite_line(context, curve.summary->not_finite);
  }
}

std::optional<lab::WeightBin> weight_chart(const PanelContext& context,
                                           std::span<const WeightCurve> curves) {
  const bool some = std::any_of(curves.begin(), curves.end(), [](const WeightCurve& curve) {
    return curve.summary->has_finite();
  });
  if (!some) {
    caption(context, context.text(tr("No weight is finite: there is nothing to count")));
    return std::nullopt;
  }
  const Axes axes = axes_of(context, curves);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  draw_count_axis(context, axes);
  ImGui::SetCursorScreenPos(axes.min);
  ImGui::InvisibleButton("chart", ImVec2(axes.max.x - axes.min.x, axes.max.y - axes.min.y));
  counts_menu(context, curves);
  const bool hovered = ImGui::IsItemHovered();
  std::optional<lab::WeightBin> under_pointer;
  std::string said;
  for (const WeightCurve& curve : curves) {
    if (!curve.summary->has_finite()) continue;
    const Histogram& histogram = curve.summary->histogram;
    for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
      const ImVec2 a(axes.x(histogram.edges[bin]), axes.y(histogram.counts[bin]));
      const ImVec2 b(axes.x(histogram.edges[bin + 1]), axes.max.y);
      draw_bin(context, curve.style, a, b);
      if (!hovered || mouse.x < a.x || mouse.x >= b.x) continue;
      under_pointer = lab::WeightBin{histogram.edges[bin], histogram.edges[bin + 1],
                                     bin + 1 == histogram.counts.size()};
      said += fmt::format("{}{}  [{:.4f}, {:.4f}]  {}", said.empty() ? "" : "\n",
                          context.text(curve.name), histogram.edges[bin], histogram.edges[bin + 1],
                          histogram.counts[bin]);
    }
  }
  if (curves.back().summary->has_finite()) {
    ring_pointed(context, axes, curves.back().summary->histogram);
  }
  draw_axis(context, axes);
  // Room for its numbers, so that they are reached where all has to be scrolled.
  ImGui::SetCursorScreenPos(ImVec2(axes.min.x, axes.max.y));
  ImGui::Dummy(ImVec2(1, context.px(kAxisHeight - design::kSmallText / 2 - 1)));
  if (!said.empty()) ImGui::SetTooltip("%s", said.c_str());
  return under_pointer;
}

}  // namespace convlens::ui
