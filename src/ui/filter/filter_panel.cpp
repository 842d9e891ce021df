#include "ui/filter/filter_panel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "lab/document/weight_summary.h"
#include "ui/filter/all_filters_tab.h"
#include "ui/filter/brush_tab.h"
#include "ui/kit/bar.h"
#include "ui/kit/controls.h"
#include "ui/kit/format.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/code_line.h"

namespace convlens::ui {
namespace {

constexpr float kZeroSum = 1e-4f;
constexpr float kMeter = 64;       // width of the sum's bar
constexpr float kWholeCells = 16;  // what the stage's height may lose by them
constexpr float kHighStage = 200;  // in the band, from which on the tabs have a line of their own

// For filters of other than three channels: which one is on the stage.
void channel_slider(const PanelContext& context, const lab::Filter& filter) {
  if (filter.channels == 1 || filter.channels == 3) return;
  lab::View& view = context.lab.view();
  int channel = lab::shown_plane(view, filter);
  const std::string said = channel < 0
                               ? context.said(phrase("all {} channels", filter.channels))
                               : context.said(phrase("channel {} / {}", channel, filter.channels));
  const int first = lab::has_all_planes(view, filter) ? -1 : 0;
  ImGui::SetNextItemWidth(context.px(120));
  const bool moved = ImGui::SliderInt("##channel", &channel, first, filter.channels - 1, "",
                                      ImGuiSliderFlags_AlwaysClamp);
  slider_number(context, said.c_str());
  if (moved) {
    view.plane = static_cast<lab::StagePlane>(channel);
  }
}

// A bar from zero in the middle: how far the sum is from it, as a share of what the weights' signs
// could make it.
void sum_meter(const PanelContext& context, const lab::Filter& filter, double sum) {
  double most = 0.0;
  for (const float weight : lab::heard_weights(filter)) most += std::abs(double{weight});
  const ImVec2 min = ImGui::GetCursorScreenPos();
  ImGui::Dummy(ImVec2(context.px(kMeter), Bar::height(context)));
  const float middle = std::floor(min.x + context.px(kMeter) / 2);
  const float top = min.y + Bar::height(context) / 2 - context.px(4);
  const float bottom = top + context.px(8);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(ImVec2(min.x, top), ImVec2(min.x + context.px(kMeter), bottom),
                      context.colors().line);
  if (most > 0.0) {
    const float end = middle + static_cast<float>(sum / most) * context.px(kMeter) / 2;
    const lab::Theme theme = context.lab.view().theme;
    list->AddRectFilled(ImVec2(std::min(middle, end), top), ImVec2(std::max(middle, end), bottom),
                        signed_color(sum < 0.0 ? -1.0f : 1.0f, 1.0f, theme));
  }
  list->AddRectFilled(ImVec2(middle, top - context.px(3)),
                      ImVec2(middle + context.px(1), bottom + context.px(3)),
                      context.colors().text);
}

// What the weights add up to, and so what becomes of flat areas; nothing where some have no sum.
struct WeightSum {
  explicit WeightSum(const lab::Filter& of) : filter(of), sum(lab::weight_sum(of)) {}

  bool is_finite() const { return std::isfinite(sum); }
  bool is_zero() const { return std::abs(sum) < double{kZeroSum}; }
  std::string number(const PanelContext& context) const {
    if (!is_finite()) {
      return context.said(
          phrase("NaN or infinite: {}", not_finite(lab::heard_weights(filter)).count()));
    }
    return fmt::format("{} {}", context.text(tr("Sum")), format_signed(is_zero() ? 0.0 : sum));
  }
  Text meaning() const {
    return is_zero()   ? tr("flat areas give 0")
           : sum > 0.0 ? tr("flat areas stay bright")
                       : tr("flat areas turn negative");
  }

  const lab::Filter& filter;
  double sum;
};

void sum_text(const PanelContext& context, const WeightSum& sum) {
  ImGui::AlignTextToFramePadding();
  if (!sum.is_finite()) ImGui::PushStyleColor(ImGuiCol_Text, context.colors().error);
  ImGui::TextUnformatted(sum.number(context).c_str());
  if (!sum.is_finite()) ImGui::PopStyleColor();
  help(
      context,
      tr("The sum of all weights. A filter of sum 0 answers to changes only: a flat area gives 0"));
}

constexpr std::array kTabs{
    Way{{tr("Brush"), tr("Weight by weight")}, "brush tab"},
    Way{{tr("Whole filter"), tr("What is done to all weights of this filter at once")},
        "whole tab"},
    Way{{tr("All filters"), tr("Shape, stride and padding of all my filters, and ways in and out")},
        "all tab"}};
constexpr Label kBalance{tr("Balance"),
                         tr("Takes the mean off every weight, so that the sum is 0")};

// Of a trained filter, what holds for all of mine is not shown.
lab::FilterTab shown_tab(const PanelContext& context) {
  const lab::FilterTab tab = context.lab.view().filter_tab;
  const bool mine = context.lab.staged().is_mine();
  return tab == lab::FilterTab::kAll && !mine ? lab::FilterTab::kBrush : tab;
}

void tab_choice(const PanelContext& context) {
  lab::FilterTab& shown = context.lab.view().filter_tab;
  std::array tabs = kTabs;
  if (!context.lab.staged().is_mine()) {
    tabs[2].why_not = tr("All filters of my own are meant, and a trained one is on the stage");
  }
  const auto tab = choice(context, tabs, static_cast<std::size_t>(shown_tab(context)));
  if (tab) shown = static_cast<lab::FilterTab>(*tab);
}

// The tabs, and what the weights add up to.
void tabs_bar(const PanelContext& context, Stage& stage,
              std::span<const std::function<void(const PanelContext&)>> others) {
  const lab::Filter filter = context.lab.staged_filter();
  const WeightSum sum(filter);
  Bar bar(context, "tabs");
  bar.add(choice_width(context, kTabs), [&] { tab_choice(context); });
  bar.add(
      ImGui::CalcTextSize(sum.number(context).c_str()).x, [&] { sum_text(context, sum); }, 16);
  const auto list_others = [&] {
    for (const auto& row : others) bar.add_to_list([&context, &row] { row(context); });
  };
  if (!sum.is_finite()) return list_others();
  bar.add(action_width(context, kBalance.text), [&] {
    ImGui::BeginDisabled(sum.is_zero());
    if (action(context, kBalance, "balance")) {
      stage.glide(context.lab, {context.lab.staged(), lab::balanced(filter)});
    }
    ImGui::EndDisabled();
  });
  bar.add(context.px(kMeter), [&] { sum_meter(context, filter, sum.sum); });
  const char* meaning = context.text(sum.meaning());
  bar.add_if_room(ImGui::CalcTextSize(meaning).x, [&context, meaning] {
    ImGui::AlignTextToFramePadding();
    ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
    ImGui::TextUnformatted(meaning);
    ImGui::PopStyleColor();
  });
  list_others();
}

}  // namespace

void FilterPanel::draw(const PanelContext& context) {
  strip_.draw(context, stage_.readout(context));
  presets_.draw(context, stage_);
  channel_slider(context, context.lab.staged_filter());
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float spacing = ImGui::GetStyle().ItemSpacing.y;
  const float under = tools_px_.value_or(2 * Bar::height(context) + spacing);
  const float all = room.y - spacing - code_line_height(context);
  const float least = context.px(design::kLeastStage);
  const float height = std::max(all - under, least);
  const float end = ImGui::GetCursorPosY() + height + spacing;
  stage_.draw(context, ImVec2(room.x, height));
  // What is lost by whole cells moves no tab.
  const float spare = end - ImGui::GetCursorPosY();
  if (spare > 0 && spare < context.px(kWholeCells)) ImGui::SetCursorPosY(end);
  tools(context, all - least, true);
}

void FilterPanel::draw_band(const PanelContext& context) {
  FilterStrip::draw_band(context, stage_.readout(context), [&context] {
    tab_choice(context);
    channel_slider(context, context.lab.staged_filter());
  });
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float spacing = ImGui::GetStyle().ItemSpacing.y;
  const float row = Bar::height(context) + spacing;
  const float under = tools_px_.value_or(row - spacing) + spacing;
  const float least = context.px(design::kLeastStage);
  const bool has_tools = room.y >= least + row;
  stage_.draw(context, ImVec2(room.x, std::max(has_tools ? room.y - under : room.y, least)));
  if (!has_tools) return;
  tools(context, room.y - least - spacing, room.y >= context.px(kHighStage) + 2 * row);
}

FilterPanel::Rows FilterPanel::rows(const PanelContext& context) {
  switch (shown_tab(context)) {
    case lab::FilterTab::kBrush:
      return {brush_tab};
    case lab::FilterTab::kWhole:
      return whole_.rows(context);
    case lab::FilterTab::kAll:
      return all_filters_rows();
  }
  return {};
}

void FilterPanel::tools(const PanelContext& context, float room, bool tabs) {
  const float begin = ImGui::GetCursorPosY();
  const float spacing = ImGui::GetStyle().ItemSpacing.y;
  const Rows all = rows(context);
  const float line = ImGui::GetFrameHeightWithSpacing();
  const float left = room - (tabs ? Bar::height(context) + spacing : 0.0f) + spacing;
  const auto fit = static_cast<std::size_t>(std::max(1.0f, std::floor(left / line)));
  const std::size_t shown = std::min(all.size(), fit);
  for (std::size_t i = 0; i < shown; ++i) all[i](context);
  if (tabs) tabs_bar(context, stage_, std::span(all).subspan(shown));
  const float height = ImGui::GetCursorPosY() - begin - spacing;
  if (std::exchange(tools_px_, height) != std::optional(height)) context.frames.request_frame();
}

}  // namespace convlens::ui
