#include "ui/filter/filter_panel.h"

#include <cstdio>

#include "lab/shown/shown_maps.h"
#include "ui/filter/all_filters_tab.h"
#include "ui/filter/brush_tab.h"
#include "ui/kit/drawing.h"
#include "ui/kit/format.h"
#include "ui/kit/marks.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

// The name of the filter on the stage, whose it is, and which of how many.
void filter_title(const PanelContext& context) {
  const lab::FilterRef staged = context.lab.staged();
  const lab::Filter& filter = context.lab.staged_filter();
  const bool mine = staged.is_mine();
  const std::size_t count =
      mine ? context.lab.document().filters.size() : context.lab.shown_bank(staged.layer)->count;
  char facts[64];
  std::snprintf(facts, sizeof facts, "(%d, %d, %d)  %zu / %zu", filter.height, filter.width,
                filter.channels, staged.index + 1, count);
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  const float facts_width = ImGui::CalcTextSize(facts).x;
  ImGui::PopFont();
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float right = min.x + column_width(context);
  draw_mark(context, mine ? Side::kMine : Side::kTrained, min, context.px(16));
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.strong, context.px(design::kBodyText),
                   ImVec2(min.x + context.px(22), min.y), right - facts_width - context.px(12),
                   context.colors().text, context.said(word(filter.name)).c_str());
  ImGui::SetCursorScreenPos(ImVec2(right - facts_width, min.y));
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextUnformatted(facts);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

// For filters of other than three channels: which one is on the stage.
void channel_slider(const PanelContext& context, const lab::Filter& filter) {
  lab::View& view = context.lab.view();
  if (filter.channels == 1) return;
  int channel = lab::shown_plane(view, filter);
  const std::string format = context.said(phrase("channel {} / {}", "%d", filter.channels));
  ImGui::SetNextItemWidth(context.px(220));
  if (ImGui::SliderInt("##channel", &channel, 0, filter.channels - 1, format.c_str(),
                       ImGuiSliderFlags_AlwaysClamp)) {
    view.plane = static_cast<lab::StagePlane>(channel);
  }
}

void plane_selector(const PanelContext& context) {
  lab::View& view = context.lab.view();
  const lab::Filter& filter = context.lab.staged_filter();
  if (filter.channels != 3) return channel_slider(context, filter);
  constexpr struct {
    Label label;
    const char* key = nullptr;
    lab::StagePlane plane = {};
  } kChoices[] = {
      {{tr("Colour"),
        tr("All three planes as one colour picture: grey is 0, each colour its own weight (0)")},
       "stage color",
       lab::StagePlane::kComposite},
      {{tr("Red"), tr("Only the weights for red (1)")}, "stage red", lab::StagePlane::kRed},
      {{tr("Green"), tr("Only the weights for green (2)")}, "stage green", lab::StagePlane::kGreen},
      {{tr("Blue"), tr("Only the weights for blue (3)")}, "stage blue", lab::StagePlane::kBlue}};
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(4), context.px(8)));
  for (const auto& choice : kChoices) {
    if (choice.plane != lab::StagePlane::kComposite) ImGui::SameLine();
    const bool shown = lab::shown_plane(view, filter) == static_cast<int>(choice.plane);
    if (labeled_button(context, choice.label, choice.key, shown)) {
      view.plane = choice.plane;
    }
  }
  ImGui::PopStyleVar();
}

// What the colours of the stage span, so that they can be read as numbers.
void color_scale(const PanelContext& context, float scale) {
  const std::string text =
      context.said(phrase("colours to {}", format_number(static_cast<double>(scale)).data()));
  ImGui::PushFont(nullptr, design::kSmallText);
  const float width = ImGui::CalcTextSize(text.c_str()).x;
  const float left = context.px(design::kPanelPadding) + column_width(context) - width;
  // Beside the buttons before it where these leave room; alone where no planes are chosen under the
  // strip of mine.
  const bool alone = context.lab.staged().is_mine() && context.lab.staged_filter().channels == 1;
  const float buttons = ImGui::GetItemRectMax().x - ImGui::GetWindowPos().x + context.px(8);
  if (alone || buttons < left) {
    alone ? ImGui::SetCursorPosX(left) : ImGui::SameLine(left);
    ImGui::AlignTextToFramePadding();
    ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
    ImGui::TextUnformatted(text.c_str());
    ImGui::PopStyleColor();
  }
  ImGui::PopFont();
}

}  // namespace

void FilterPanel::draw(const PanelContext& context) {
  filter_title(context);
  strip_.draw(context);
  plane_selector(context);
  color_scale(context, stage_.color_scale(context.lab.staged_filter()));
  stage_.draw(context);
  stage_.draw_readout(context);
  tabs(context);
}

void FilterPanel::tabs(const PanelContext& context) {
  lab::FilterTab& shown = context.lab.view().filter_tab;
  constexpr struct {
    lab::FilterTab tab = {};
    Label label;
    const char* key = nullptr;
  } kTabs[] = {
      {lab::FilterTab::kBrush, {tr("Brush"), tr("Weight by weight")}, "brush tab"},
      {lab::FilterTab::kWhole,
       {tr("Whole filter"), tr("What is done to all weights of this filter at once")},
       "whole tab"},
      {lab::FilterTab::kAll,
       {tr("All filters"), tr("Shape, stride and padding of all my filters, and ways in and out")},
       "all tab"}};
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(4), context.px(8)));
  for (const auto& choice : kTabs) {
    if (choice.tab != lab::FilterTab::kBrush) ImGui::SameLine();
    if (labeled_button(context, choice.label, choice.key, shown == choice.tab)) shown = choice.tab;
  }
  ImGui::PopStyleVar();
  switch (shown) {
    case lab::FilterTab::kBrush:
      return brush_tab(context, stage_);
    case lab::FilterTab::kWhole:
      return whole_.draw(context);
    case lab::FilterTab::kAll:
      return all_filters_tab(context);
  }
}

}  // namespace convlens::ui
