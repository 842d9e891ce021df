#include "ui/filter_panel.h"

#include <cmath>
#include <cstdio>
#include <iterator>
#include <utility>

#include "lab/presets.h"
#include "ui/filter_sheet.h"
#include "ui/format.h"
#include "ui/marks.h"
#include "ui/metrics.h"

namespace convlens::ui {
namespace {

constexpr float kThumbnail = 42;
constexpr float kTrainedThumbnail = 42;
constexpr float kWeightLimit = 1000.0f;
constexpr float kZeroSum = 1e-4f;

// The name of the filter on the stage, whose it is, and which of how many.
void filter_title(const PanelContext& context) {
  const lab::FilterRef staged = context.lab.staged();
  const lab::Filter filter = context.lab.staged_filter();
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
  const float right = min.x + ImGui::GetContentRegionAvail().x;
  draw_mark(context, mine ? Side::kMine : Side::kTrained, min, context.px(16));
  draw_fitted_text(ImGui::GetWindowDrawList(), context.fonts.strong, context.px(design::kBodyText),
                   ImVec2(min.x + context.px(22), min.y), right - facts_width - context.px(12),
                   context.colors().text, filter.name.c_str());
  ImGui::SetCursorScreenPos(ImVec2(right - facts_width, min.y));
  ImGui::PushFont(context.fonts.numbers, design::kSmallText);
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextUnformatted(facts);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void filter_thumbnail(const PanelContext& context, std::size_t index) {
  lab::View& view = context.lab.view();
  const lab::Filter& filter = context.lab.document().filters[index];
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const float side = context.px(kThumbnail);
  ImGui::PushID(static_cast<int>(index));
  if (ImGui::InvisibleButton("filter", ImVec2(side, side))) {
    view.filter = index;
    view.stage_trained = false;
  }
  ImGui::PopID();
  if (ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) {
    ImGui::SetTooltip("%s\n%s", filter.name.c_str(), context.text(Text::kNextFilter));
  }
  if (!ImGui::IsItemVisible()) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImRect picture = draw_filter(list, filter, min, side);
  const bool selected = view.filter == index;
  list->AddRect(picture.Min, picture.Max,
                selected ? context.colors().accent : context.colors().line, 0.0f,
                context.px(selected ? 2 : 1));
}

// My filters as pictures, scrolled sideways to the one on the stage.
void filter_strip(const PanelContext& context) {
  const std::size_t count = context.lab.document().filters.size();
  const float step = context.px(kThumbnail) + ImGui::GetStyle().ItemSpacing.x;
  const float width = ImGui::GetContentRegionAvail().x;
  const bool scrolls = step * static_cast<float>(count) > width;
  const float height =
      context.px(kThumbnail) + (scrolls ? ImGui::GetStyle().ScrollbarSize + context.px(2) : 0);
  ImGui::BeginChild("strip", ImVec2(0, height), ImGuiChildFlags_None,
                    ImGuiWindowFlags_HorizontalScrollbar);
  for (std::size_t f = 0; f < count; ++f) {
    if (f > 0) ImGui::SameLine();
    filter_thumbnail(context, f);
    const bool appeared = context.lab.view().filter == f && !ImGui::IsItemVisible();
    if (appeared) ImGui::SetScrollHereX();
  }
  ImGui::EndChild();
}

// The trained layer's filters, and what to do with the one on the stage.
void trained_strip(const PanelContext& context, const lab::FilterBank& bank) {
  lab::View& view = context.lab.view();
  const float rows = bank.count > 16 ? 3.0f : bank.count > 8 ? 2.0f : 1.0f;
  ImGui::BeginChild("trained strip", ImVec2(0, rows * context.px(kTrainedThumbnail + 6)));
  if (const auto clicked = filter_sheet(context, bank, kTrainedThumbnail, view.trained_filter)) {
    view.trained_filter = *clicked;
  }
  ImGui::EndChild();
  const lab::FilterRef staged = context.lab.staged();
  if (view.workspace == lab::Workspace::kBench) {
    if (labeled_button(context, Text::kBackToMine, "back to mine")) view.stage_trained = false;
    ImGui::SameLine();
  }
  const auto trained = context.lab.trained_bank(bank.layer);
  const bool untouched = trained && lab::filter_of(*trained, staged.index).weights ==
                                        lab::filter_of(bank, staged.index).weights;
  ImGui::BeginDisabled(untouched);
  if (labeled_button(context, Text::kRestoreFilter, "restore filter")) {
    context.lab.commit(lab::RestoreNetwork{staged});
  }
  ImGui::EndDisabled();
  ImGui::SameLine();
  if (labeled_button(context, Text::kTakeFilter, "take trained")) {
    context.lab.commit(lab::TakeFilter{staged});
  }
}

// For filters of other than three channels: which one is on the stage.
void channel_slider(const PanelContext& context, const lab::Filter& filter) {
  lab::View& view = context.lab.view();
  if (filter.channels == 1) return;
  int channel = shown_plane(view, filter);
  char format[48];
  std::snprintf(format, sizeof format, "%s %%d / %d", context.text(Text::kChannel),
                filter.channels);
  ImGui::SetNextItemWidth(context.px(220));
  if (ImGui::SliderInt("##channel", &channel, 0, filter.channels - 1, format,
                       ImGuiSliderFlags_AlwaysClamp)) {
    view.plane = static_cast<lab::StagePlane>(channel);
  }
}

void plane_selector(const PanelContext& context) {
  lab::View& view = context.lab.view();
  const lab::Filter filter = context.lab.staged_filter();
  if (filter.channels != 3) return channel_slider(context, filter);
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
    const bool shown = shown_plane(view, filter) == static_cast<int>(choice.plane);
    if (labeled_button(context, choice.text, choice.key, shown)) {
      view.plane = choice.plane;
    }
  }
  ImGui::PopStyleVar();
}

// What the colours of the stage span, so that they can be read as numbers.
void color_scale(const PanelContext& context, float scale) {
  char text[64];
  std::snprintf(text, sizeof text, "%s %s", context.text(Text::kScale),
                format_number(static_cast<double>(scale)).data());
  ImGui::PushFont(nullptr, design::kSmallText);
  const float width = ImGui::CalcTextSize(text).x;
  if (ImGui::GetContentRegionAvail().x > width) {
    ImGui::SameLine(ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x - width);
    ImGui::AlignTextToFramePadding();
    ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
    ImGui::TextUnformatted(text);
    ImGui::PopStyleColor();
  }
  ImGui::PopFont();
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
  constexpr struct {
    Text text;
    const char* key;
  } kChips[] = {
      {Text::kRed, "write red"}, {Text::kGreen, "write green"}, {Text::kBlue, "write blue"}};
  const lab::Filter filter = context.lab.staged_filter();
  if (filter.channels != 3) return;  // the brush writes the one on the stage
  const int plane = shown_plane(view, filter);
  const bool composite = plane < 0;
  row_label(context, Text::kWrites);
  ImGui::BeginDisabled(!composite);
  for (std::size_t c = 0; c < 3; ++c) {
    if (c > 0) ImGui::SameLine();
    const bool on = composite ? view.brush.channels[c] : static_cast<std::size_t>(plane) == c;
    if (labeled_button(context, kChips[c].text, Text::kWrites, kChips[c].key, on)) {
      view.brush.channels[c] = !view.brush.channels[c];
    }
  }
  ImGui::EndDisabled();
}

void sum_row(const PanelContext& context) {
  const lab::Filter filter = context.lab.staged_filter();
  const double sum = lab::weight_sum(filter);
  row_label(context, Text::kSum);
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  ImGui::TextUnformatted(format_number(sum).data());
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
    context.lab.commit(lab::ReplaceWeights{context.lab.staged(), lab::balanced(filter)});
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
  const lab::FilterRef shown = lab.staged();
  const lab::Filter filter = lab.staged_filter();
  row_label(context, Text::kPresets);
  ImGui::SetNextItemWidth(context.px(180));
  const bool open =
      ImGui::BeginCombo("##presets", context.text(Text::kChoose), ImGuiComboFlags_HeightLargest);
  if (!open) return help(context, Text::kPresets);
  for (const auto& [preset, text] : kPresetNames) {
    auto weights = lab::preset_weights(preset, filter);
    ImGui::BeginDisabled(!weights);
    char label[96];
    std::snprintf(label, sizeof label, "%s###preset %d", context.text(text),
                  static_cast<int>(preset));
    if (ImGui::Selectable(label) && weights) {
      lab.commit(lab::ReplaceWeights{shown, std::move(*weights), context.text(text)});
    }
    ImGui::EndDisabled();
  }
  ImGui::EndCombo();
}

}  // namespace

void filter_panel(const PanelContext& context, Stage& stage) {
  filter_title(context);
  const lab::FilterRef staged = context.lab.staged();
  const auto bank = staged.is_mine() ? std::nullopt : context.lab.shown_bank(staged.layer);
  bank ? trained_strip(context, *bank) : filter_strip(context);
  plane_selector(context);
  color_scale(context, stage.color_scale(context.lab.staged_filter()));
  stage.draw(context);
  stage.draw_readout(context);
  brush_row(context);
  channel_row(context);
  sum_row(context);
  preset_row(context);
}

}  // namespace convlens::ui
