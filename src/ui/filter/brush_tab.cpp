#include "ui/filter/brush_tab.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "lab/document/weight_summary.h"
#include "lab/shown/shown_maps.h"
#include "ui/kit/format.h"
#include "ui/kit/icons.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/text/preset_names.h"

namespace convlens::ui {
namespace {

constexpr float kWeightLimit = 1000.0f;
constexpr float kZeroSum = 1e-4f;
constexpr float kMeter = 64;  // width of the sum's bar

void brush_row(const PanelContext& context) {
  lab::Brush& brush = context.lab.view().brush;
  row_label(context, tr("Brush"));
  ImGui::SetNextItemWidth(context.px(84));
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  ImGui::DragFloat("##brush", &brush.value, 0.01f, -kWeightLimit, kWeightLimit, "%.2f",
                   ImGuiSliderFlags_AlwaysClamp);
  ImGui::PopFont();
  help(context, tr("The value that a drag writes: drag sideways to change, double click to type"));
  ImGui::SameLine();
  if (labeled_button(context,
                     {tr("Flip sign"), tr("Turns the brush's value into its negative (X)")},
                     "flip sign")) {
    brush.value = -brush.value;
  }
  const float side = ImGui::GetFrameHeight() / context.scale;
  ImGui::SameLine(0, context.px(24));
  if (icon_button(context, Icon::kMirrorX, tr("What the brush does left, it does right, too"),
                  "paint mirror x", side, brush.mirror_x)) {
    brush.mirror_x = !brush.mirror_x;
  }
  ImGui::SameLine();
  if (icon_button(context, Icon::kMirrorY,
                  tr("What the brush does at the top, it does at the bottom, too"),
                  "paint mirror y", side, brush.mirror_y)) {
    brush.mirror_y = !brush.mirror_y;
  }
}

void tool_row(const PanelContext& context) {
  lab::Tool& held = context.lab.view().brush.tool;
  const bool mine = context.lab.staged().is_mine();
  constexpr struct {
    lab::Tool tool = {};
    Label label;
    const char* key = nullptr;
    bool trained = false;  // works on a trained filter, too
  } kTools[] = {{lab::Tool::kPaint, {tr("Paint"), tr("Writes the brush's value")}, "paint", true},
                {lab::Tool::kErase,
                 {tr("Eraser"), tr("Writes 0 instead of the brush's value (E)")},
                 "eraser",
                 true},
                {lab::Tool::kMute,
                 {tr("Mute"), tr("Leaves weights out of the convolution, or takes them back in; "
                                 "they keep their values (M)")},
                 "mute",
                 false},
                {lab::Tool::kSolo,
                 {tr("Solo"), tr("Only the weight under the pointer counts: its map is the "
                                 "photograph, shifted and scaled (S)")},
                 "solo",
                 false}};
  row_label(context, tr("Tool"));
  for (const auto& choice : kTools) {
    if (choice.tool != lab::Tool::kPaint) ImGui::SameLine();
    ImGui::BeginDisabled(!mine && !choice.trained);
    if (labeled_button(context, choice.label, choice.key, held == choice.tool)) {
      held = held == choice.tool ? lab::Tool::kPaint : choice.tool;
    }
    ImGui::EndDisabled();
  }
  if (!mine || context.lab.staged_filter().muted.empty()) return;
  ImGui::SameLine();
  if (labeled_button(context, {tr("All count"), tr("Takes every weight back into the convolution")},
                     "hear all")) {
    context.lab.commit(lab::MuteWeights{context.lab.view().filter, {}});
  }
}

void channel_row(const PanelContext& context) {
  lab::View& view = context.lab.view();
  constexpr struct {
    Text text;
    const char* key = nullptr;
  } kChips[] = {{tr("Red"), "write red"}, {tr("Green"), "write green"}, {tr("Blue"), "write blue"}};
  const lab::Filter& filter = context.lab.staged_filter();
  if (filter.channels != 3) return;  // the brush writes the one on the stage
  const int plane = lab::shown_plane(view, filter);
  const bool composite = plane < 0;
  row_label(context, tr("Writes to"));
  ImGui::BeginDisabled(!composite);
  for (std::size_t c = 0; c < 3; ++c) {
    if (c > 0) ImGui::SameLine();
    const bool on = composite ? view.brush.channels[c] : static_cast<std::size_t>(plane) == c;
    if (labeled_button(
            context,
            {kChips[c].text,
             tr("Which planes the brush writes while the colour picture is on the stage")},
            kChips[c].key, on)) {
      view.brush.channels[c] = !view.brush.channels[c];
    }
  }
  ImGui::EndDisabled();
}

// A bar from zero in the middle: how far the sum is from it, as a share of what the weights' signs
// could make it.
void sum_meter(const PanelContext& context, const lab::Filter& filter, double sum) {
  double most = 0.0;
  for (const float weight : lab::heard_weights(filter)) most += std::abs(double{weight});
  const float height = ImGui::GetFrameHeight();
  const ImVec2 min = ImGui::GetCursorScreenPos();
  ImGui::Dummy(ImVec2(context.px(kMeter), height));
  const float middle = std::floor(min.x + context.px(kMeter) / 2);
  const float top = min.y + height / 2 - context.px(4);
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

// Weights that are not finite have no sum, and what becomes of a flat area hangs on where they are
// met.
void no_sum_row(const PanelContext& context, std::size_t not_finite) {
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  ImGui::TextUnformatted("-");
  ImGui::PopFont();
  ImGui::SameLine();
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().error);
  ImGui::TextUnformatted(context.said(phrase("NaN or infinite: {}", not_finite)).c_str());
  ImGui::PopStyleColor();
}

void sum_row(const PanelContext& context, Stage& stage) {
  const lab::Filter& filter = context.lab.staged_filter();
  const double sum = lab::weight_sum(filter);
  row_label(context, tr("Sum"));
  if (!std::isfinite(sum)) {
    return no_sum_row(context, not_finite(lab::heard_weights(filter)).count());
  }
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  const bool zero = std::abs(sum) < static_cast<double>(kZeroSum);
  ImGui::TextUnformatted(format_number(zero ? 0.0 : sum).data());
  ImGui::PopFont();
  help(
      context,
      tr("The sum of all weights. A filter of sum 0 answers to changes only: a flat area gives 0"));
  ImGui::SameLine();
  sum_meter(context, filter, sum);
  ImGui::SameLine();
  const Text meaning = zero        ? tr("flat areas give 0")
                       : sum > 0.0 ? tr("flat areas stay bright")
                                   : tr("flat areas turn negative");
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextUnformatted(context.text(meaning));
  ImGui::PopStyleColor();
  constexpr Label kBalance{tr("Balance"),
                           tr("Takes the mean off every weight, so that the sum is 0")};
  // The panel's padding is room, too.
  same_line_if_it_fits(context,
                       button_width(context, kBalance.text) - context.px(design::kPanelPadding));
  ImGui::BeginDisabled(zero);
  if (labeled_button(context, kBalance, "balance")) {
    stage.glide(context.lab, {context.lab.staged(), lab::balanced(filter)});
  }
  ImGui::EndDisabled();
}

void preset_row(const PanelContext& context) {
  lab::Lab& lab = context.lab;
  const lab::FilterRef shown = lab.staged();
  const lab::Filter filter = lab.staged_filter();
  row_label(context, tr("Start from"));
  ImGui::SetNextItemWidth(context.px(180));
  const bool open = ImGui::BeginCombo("##presets", context.text(tr("Choose a filter")),
                                      ImGuiComboFlags_HeightLargest);
  if (!open) return help(context, tr("Replaces the filter on the stage by a well-known one"));
  for (const auto& [preset, text] : kPresetNames) {
    auto weights = lab::preset_weights(preset, filter);
    ImGui::BeginDisabled(!weights);
    char label[96];
    std::snprintf(label, sizeof label, "%s###preset %d", context.text(text),
                  static_cast<int>(preset));
    if (ImGui::Selectable(label) && weights) {
      lab.commit(lab::ReplaceWeights{shown, std::move(*weights), text.english});
    }
    ImGui::EndDisabled();
  }
  ImGui::EndCombo();
}

}  // namespace

void brush_tab(const PanelContext& context, Stage& stage) {
  brush_row(context);
  tool_row(context);
  channel_row(context);
  sum_row(context, stage);
  preset_row(context);
}

}  // namespace convlens::ui
