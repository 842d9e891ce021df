#include "ui/filter_panel.h"

#include <cmath>
#include <cstdio>
#include <iterator>
#include <utility>

#include "lab/presets.h"
#include "ui/metrics.h"

namespace convlens::ui {
namespace {

constexpr float kThumbnail = 42;
constexpr float kWeightLimit = 1000.0f;
constexpr float kZeroSum = 1e-4f;

void filter_strip(const PanelContext& context) {
  lab::View& view = context.lab.view();
  const auto& filters = context.lab.document().filters;
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (std::size_t f = 0; f < filters.size(); ++f) {
    if (f > 0) ImGui::SameLine();
    ImGui::PushID(static_cast<int>(f));
    const ImVec2 min = ImGui::GetCursorScreenPos();
    const float side = context.px(kThumbnail);
    if (ImGui::InvisibleButton("filter", ImVec2(side, side))) view.filter = f;
    if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
      ImGui::SetTooltip("%s", filters[f].name.c_str());
    }
    draw_filter(list, filters[f], min, side, lab::weight_scale(filters[f], 1e-6f));
    const bool selected = view.filter == f;
    list->AddRect(min, ImVec2(min.x + side, min.y + side),
                  selected ? context.colors().accent : context.colors().line, 0.0f,
                  context.px(selected ? 2 : 1));
    ImGui::PopID();
  }
  ImGui::SameLine();
  const lab::Filter& shown = filters[view.filter];
  ImGui::BeginGroup();
  ImGui::PushFont(context.fonts.strong, design::kBodyText);
  ImGui::TextUnformatted(shown.name.c_str());
  ImGui::PopFont();
  char shape[48];
  std::snprintf(shape, sizeof shape, "(%d, %d, %d)", shown.height, shown.width, shown.channels);
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() - context.px(6));
  caption(context, shape);
  ImGui::EndGroup();
}

void plane_selector(const PanelContext& context) {
  lab::View& view = context.lab.view();
  constexpr struct {
    Text text;
    const char* key;
    lab::StagePlane plane;
  } kChoices[] = {{Text::kColor, "stage color", lab::StagePlane::kComposite},
                  {Text::kRed, "stage red", lab::StagePlane::kRed},
                  {Text::kGreen, "stage green", lab::StagePlane::kGreen},
                  {Text::kBlue, "stage blue", lab::StagePlane::kBlue}};
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(context.px(4), context.px(8)));
  for (const auto& choice : kChoices) {
    if (choice.plane != lab::StagePlane::kComposite) ImGui::SameLine();
    if (labeled_button(context, choice.text, choice.key, view.plane == choice.plane)) {
      view.plane = choice.plane;
    }
  }
  ImGui::PopStyleVar();
}

void row_label(const PanelContext& context, Text text) {
  ImGui::AlignTextToFramePadding();
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextUnformatted(context.text(text));
  ImGui::PopStyleColor();
  ImGui::SameLine(context.px(92));
}

void brush_row(const PanelContext& context) {
  lab::Brush& brush = context.lab.view().brush;
  row_label(context, Text::kBrush);
  ImGui::SetNextItemWidth(context.px(84));
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  ImGui::DragFloat("##brush", &brush.value, 0.01f, -kWeightLimit, kWeightLimit, "%.2f",
                   ImGuiSliderFlags_AlwaysClamp);
  ImGui::PopFont();
  help(context, Text::kBrush);
  ImGui::SameLine();
  if (labeled_button(context, Text::kFlipSign, "flip sign")) brush.value = -brush.value;
  ImGui::SameLine();
  if (labeled_button(context, Text::kErase, "eraser", brush.erase)) brush.erase = !brush.erase;
}

void channel_row(const PanelContext& context) {
  lab::View& view = context.lab.view();
  row_label(context, Text::kWrites);
  constexpr struct {
    Text text;
    const char* key;
  } kChips[] = {
      {Text::kRed, "write red"}, {Text::kGreen, "write green"}, {Text::kBlue, "write blue"}};
  const bool composite = view.plane == lab::StagePlane::kComposite;
  ImGui::BeginDisabled(!composite);
  for (std::size_t c = 0; c < 3; ++c) {
    if (c > 0) ImGui::SameLine();
    const bool on = composite ? view.brush.channels[c] : static_cast<std::size_t>(view.plane) == c;
    if (labeled_button(context, kChips[c].text, kChips[c].key, on)) {
      view.brush.channels[c] = !view.brush.channels[c];
    }
  }
  ImGui::EndDisabled();
}

void sum_row(const PanelContext& context) {
  const lab::Filter& filter = context.lab.document().filters[context.lab.view().filter];
  const double sum = lab::weight_sum(filter);
  row_label(context, Text::kSum);
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  ImGui::Text("%.2f", sum);
  ImGui::PopFont();
  help(context, Text::kSum);
  ImGui::SameLine();
  const Text meaning = std::abs(sum) < static_cast<double>(kZeroSum) ? Text::kSumZero
                       : sum > 0.0                                   ? Text::kSumPositive
                                                                     : Text::kSumNegative;
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextUnformatted(context.text(meaning));
  ImGui::PopStyleColor();
  ImGui::SameLine();
  ImGui::BeginDisabled(meaning == Text::kSumZero);
  if (labeled_button(context, Text::kBalance, "balance")) {
    context.lab.commit(lab::ReplaceWeights{context.lab.view().filter, lab::balanced(filter)});
  }
  ImGui::EndDisabled();
}

constexpr struct {
  lab::Preset preset;
  Text text;
} kPresetNames[] = {
    {lab::Preset::kVerticalLine, Text::kVerticalLine},
    {lab::Preset::kHorizontalLine, Text::kHorizontalLine},
    {lab::Preset::kIdentity, Text::kIdentity},
    {lab::Preset::kBox, Text::kBox},
    {lab::Preset::kGaussian, Text::kGaussian},
    {lab::Preset::kSobelX, Text::kSobelX},
    {lab::Preset::kSobelY, Text::kSobelY},
    {lab::Preset::kScharrX, Text::kScharrX},
    {lab::Preset::kScharrY, Text::kScharrY},
    {lab::Preset::kLaplacian, Text::kLaplacian},
    {lab::Preset::kSharpen, Text::kSharpen},
    {lab::Preset::kEmboss, Text::kEmboss},
    {lab::Preset::kRedGreen, Text::kRedGreen},
    {lab::Preset::kBlueYellow, Text::kBlueYellow},
    {lab::Preset::kZero, Text::kClear},
};
static_assert(std::size(kPresetNames) == lab::kPresets.size());

void preset_row(const PanelContext& context) {
  lab::Lab& lab = context.lab;
  const std::size_t shown = lab.view().filter;
  row_label(context, Text::kPresets);
  ImGui::SetNextItemWidth(context.px(180));
  const bool open =
      ImGui::BeginCombo("##presets", context.text(Text::kChoose), ImGuiComboFlags_HeightLargest);
  if (!open) return help(context, Text::kPresets);
  for (const auto& [preset, text] : kPresetNames) {
    auto weights = lab::preset_weights(preset, lab.document().filters[shown]);
    ImGui::BeginDisabled(!weights);
    char label[96];
    std::snprintf(label, sizeof label, "%s###preset %d", context.text(text),
                  static_cast<int>(preset));
    if (ImGui::Selectable(label) && weights) {
      lab.commit(lab::ReplaceWeights{shown, std::move(*weights)});
    }
    ImGui::EndDisabled();
  }
  ImGui::EndCombo();
}

}  // namespace

void filter_panel(const PanelContext& context, Stage& stage) {
  filter_strip(context);
  plane_selector(context);
  stage.draw(context);
  stage.draw_readout(context);
  brush_row(context);
  channel_row(context);
  sum_row(context);
  preset_row(context);
}

}  // namespace convlens::ui
