#include "ui/filter/whole_filter_tab.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lab/document/transforms.h"
#include "ui/kit/controls.h"
#include "ui/kit/icons.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kBiasLimit = 1000.0f;

void apply(const PanelContext& context, std::optional<std::vector<float>> weights,
           std::string name = {}) {
  if (!weights) return;
  context.lab.commit(
      lab::ReplaceWeights{context.lab.staged(), std::move(*weights), std::move(name)});
}

struct Choice {
  lab::Transform transform = {};
  Label label;
  const char* key = nullptr;
};

void transform_buttons(const PanelContext& context, std::initializer_list<Choice> choices) {
  const lab::Filter filter = context.lab.staged_filter();
  bool first = true;
  for (const Choice& choice : choices) {
    if (!std::exchange(first, false)) ImGui::SameLine(0, 0);
    auto weights = lab::transformed(choice.transform, filter);
    ImGui::BeginDisabled(!weights);
    if (action(context, choice.label, choice.key)) apply(context, std::move(weights));
    ImGui::EndDisabled();
  }
}

void turn_row(const PanelContext& context) {
  const lab::Filter filter = context.lab.staged_filter();
  const float side = ImGui::GetFrameHeight() / context.scale;
  row_label(context, tr("Turn"));
  transform_buttons(context,
                    {{lab::Transform::kRotate,
                      {tr("Quarter turn"),
                       tr("A quarter turn against the clock, as np.rot90; for square filters")},
                      "rotate"},
                     {lab::Transform::kNegate,
                      {tr("Negate"), tr("Every weight times -1: bright becomes dark")},
                      "negate"}});
  constexpr struct {
    lab::Transform transform = {};
    Icon icon = {};
    Text help;
    const char* key = nullptr;
  } kMirrors[] = {
      {lab::Transform::kMirrorX, Icon::kMirrorX, tr("Left and right change places"), "mirror x"},
      {lab::Transform::kMirrorY, Icon::kMirrorY, tr("Top and bottom change places"), "mirror y"}};
  for (const auto& mirror : kMirrors) {
    ImGui::SameLine();
    if (icon_button(context, mirror.icon, mirror.help, mirror.key, side)) {
      apply(context, lab::transformed(mirror.transform, filter));
    }
  }
}

void shift_row(const PanelContext& context) {
  constexpr struct {
    lab::Transform transform;
    Icon icon;
    const char* key;
  } kShifts[] = {{lab::Transform::kShiftLeft, Icon::kLeft, "shift left"},
                 {lab::Transform::kShiftRight, Icon::kRight, "shift right"},
                 {lab::Transform::kShiftUp, Icon::kUp, "shift up"},
                 {lab::Transform::kShiftDown, Icon::kDown, "shift down"}};
  const lab::Filter filter = context.lab.staged_filter();
  const float side = ImGui::GetFrameHeight() / context.scale;
  row_label(context, tr("Shift"));
  for (const auto& shift : kShifts) {
    if (shift.transform != lab::Transform::kShiftLeft) ImGui::SameLine();
    if (icon_button(context, shift.icon, tr("Moves all weights by one cell; what leaves is lost"),
                    shift.key, side)) {
      apply(context, lab::transformed(shift.transform, filter));
    }
  }
}

void lock_row(const PanelContext& context) {
  const lab::Filter filter = context.lab.staged_filter();
  const std::size_t staged = context.lab.view().filter;
  row_label(context, tr("Keep"));
  if (switch_control(
          context,
          {tr("Sum 0"),
           tr("From now on, every edit is balanced by the other weights, so that the sum stays 0")},
          "zero sum", filter.zero_sum)) {
    context.lab.commit(lab::LockFilter{staged, !filter.zero_sum, filter.unit_norm});
  }
  ImGui::SameLine();
  if (switch_control(context,
                     {tr("Norm 1"),
                      tr("From now on, the weights are divided so that their squares add up to 1")},
                     "unit norm", filter.unit_norm)) {
    context.lab.commit(lab::LockFilter{staged, filter.zero_sum, !filter.unit_norm});
  }
}

void bias_row(const PanelContext& context) {
  lab::Lab& lab = context.lab;
  const std::size_t staged = lab.view().filter;
  float bias = lab.staged_filter().bias;
  row_label(context, tr("Bias"));
  ImGui::SetNextItemWidth(context.px(84));
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  if (ImGui::DragFloat("##bias", &bias, 0.01f, -kBiasLimit, kBiasLimit, "%.2f",
                       ImGuiSliderFlags_AlwaysClamp)) {
    lab.preview(lab::SetBias{staged, bias});
  }
  ImGui::PopFont();
  if (ImGui::IsItemDeactivatedAfterEdit() && lab.previewing()) {
    lab.commit(lab::SetBias{staged, bias});
  }
  help(context, tr("Added to every cell of this filter's map: drag sideways, or click to type"));
}

void strength_row(const PanelContext& context) {
  row_label(context, tr("Strength"));
  transform_buttons(
      context,
      {{lab::Transform::kDouble, {{"x 2"}, tr("Every weight times 2")}, "double"},
       {lab::Transform::kHalve, {{"/ 2"}, tr("Every weight divided by 2")}, "halve"},
       {lab::Transform::kNormalise,
        {tr("Normalise"),
         tr("Divides by the sum of absolute weights, so that the map stays within -1 to 1")},
        "normalise"},
       {lab::Transform::kBlur,
        {tr("Blur"), tr("Softens the filter itself, with [1 2 1] / 4 along both axes")},
        "blur"}});
}

}  // namespace

std::vector<std::function<void(const PanelContext&)>> WholeFilterTab::rows(
    const PanelContext& context) {
  std::vector<std::function<void(const PanelContext&)>> rows{
      turn_row, strength_row, [this](const PanelContext& where) { random_row(where); },
      [this](const PanelContext& where) { band_.draw(where); }, shift_row};
  // The others are kept with my filters.
  if (context.lab.staged().is_mine()) rows.insert(rows.begin(), {bias_row, lock_row});
  return rows;
}

void WholeFilterTab::random_row(const PanelContext& context) {
  lab::Lab& lab = context.lab;
  const lab::FilterRef staged = lab.staged();
  const lab::Filter filter = lab.staged_filter();
  const std::size_t count =
      staged.is_mine() ? lab.document().filters.size() : lab.shown_bank(staged.layer)->count;
  constexpr struct {
    lab::Initializer initializer = {};
    Label label;
    const char* key = nullptr;
    Text name;
  } kChoices[] = {
      {lab::Initializer::kGlorotUniform,
       {tr("Glorot"),
        tr("Weights as Keras draws them before training: uniform, +-sqrt(6 / (fan in + fan out))")},
       "glorot",
       tr("Glorot uniform")},
      {lab::Initializer::kHeNormal,
       {tr("He"), tr("Normal weights of deviation sqrt(2 / fan in), for layers with ReLU")},
       "he",
       tr("He normal")}};
  row_label(context, tr("Random"));
  for (const auto& choice : kChoices) {
    if (action(context, choice.label, choice.key)) {
      const auto seed = static_cast<std::uint64_t>(seed_);
      apply(context, lab::random_weights(choice.initializer, filter, count, seed),
            fmt::format("{} {}", choice.name.english, seed));
      seed_ = std::max(0, seed_ + 1);  // the next press gives other ones
    }
    ImGui::SameLine(0, 0);
  }
  ImGui::SetNextItemWidth(context.px(64));
  ImGui::PushFont(context.fonts.numbers, 0.0f);
  ImGui::InputInt("##seed", &seed_, 0);
  ImGui::PopFont();
  seed_ = std::max(0, seed_);
  help(context, tr("The same seed gives the same weights; each press takes the next one"));
}

}  // namespace convlens::ui
