#include "ui/filter/preset_strip.h"

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "ui/kit/bar.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"
#include "ui/text/preset_names.h"

namespace convlens::ui {
namespace {

constexpr float kPictureGap = 4;

std::optional<lab::ReplaceWeights> taken(const lab::Lab& lab, lab::Preset preset) {
  auto weights = lab::preset_weights(preset, lab.staged_filter());
  if (!weights) return std::nullopt;
  const char* name = kPresetNames[static_cast<std::size_t>(preset)].text.english;
  return lab::ReplaceWeights{lab.staged(), std::move(*weights), name};
}

void take(lab::Lab& lab, lab::Preset preset) {
  if (auto command = taken(lab, preset)) lab.commit(*command);
}

// The filter on the stage with the preset's weights.
std::optional<lab::Filter> made_of(const lab::Filter& shape, lab::Preset preset) {
  auto weights = lab::preset_weights(preset, shape);
  if (!weights) return std::nullopt;
  lab::Filter filter = shape;
  filter.weights = std::move(*weights);
  filter.muted.clear();
  return filter;
}

void draw_preset(const PanelContext& context, const lab::Filter& filter, ImVec2 min) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImRect picture =
      draw_filter(list, filter, min, context.px(design::kControl), context.lab.view().theme);
  const bool hovered = ImGui::IsItemHovered();
  list->AddRect(picture.Min, picture.Max, hovered ? context.colors().accent : context.colors().line,
                0.0f, context.px(hovered ? 2 : 1));
}

}  // namespace

void PresetStrip::draw(const PanelContext& context, const Stage& stage) {
  const lab::Filter shape = context.lab.staged_filter();
  const float side = context.px(design::kControl);
  const float gap = context.px(kPictureGap);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float room = ImGui::GetContentRegionAvail().x - side - context.px(8);
  pointed_.reset();
  float x = 0;
  for (const auto& [preset, text] : kPresetNames) {
    if (x + side > room) break;
    const auto filter = made_of(shape, preset);
    if (!filter) continue;
    const ImVec2 min(origin.x + x, origin.y);
    ImGui::SetCursorScreenPos(min);
    ImGui::PushID(static_cast<int>(preset));
    if (ImGui::InvisibleButton("preset", ImVec2(side, side), ImGuiButtonFlags_EnableNav)) {
      take(context.lab, preset);
      previewed_.reset();
    }
    ImGui::PopID();
    if (ImGui::IsItemHovered()) pointed_ = preset;
    draw_preset(context, *filter, min);
    help(context, text);
    x += side + gap;
  }
  ImGui::SetCursorScreenPos(ImVec2(origin.x + room + context.px(8), origin.y));
  list(context);
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy(ImVec2(room, side));
  if (pointed_) {
    offer(context, stage, *pointed_);
  } else if (std::exchange(previewed_, std::nullopt) && stage.resting()) {
    context.lab.cancel_preview();
  }
}

// All of them by name.
void PresetStrip::list(const PanelContext& context) {
  Bar bar(context, "presets", context.px(design::kControl));
  for (const auto& [preset, text] : kPresetNames) {
    bar.add_to_list([&context, preset = preset, text = text] {
      char label[96];
      std::snprintf(label, sizeof label, "%s###preset %d", context.text(text),
                    static_cast<int>(preset));
      ImGui::BeginDisabled(!taken(context.lab, preset));
      if (ImGui::Selectable(label)) take(context.lab, preset);
      ImGui::EndDisabled();
    });
  }
}

// On trial, where no gesture is on its way and no button is down.
void PresetStrip::offer(const PanelContext& context, const Stage& stage, lab::Preset preset) {
  if (!stage.resting() || ImGui::IsAnyMouseDown()) return;
  const std::size_t step = context.lab.history().position();
  const ImVec2 moved = ImGui::GetIO().MouseDelta;
  // A step that was taken, or taken back, is seen until the pointer moves on.
  if (std::exchange(step_, step) != step) rests_ = true;
  if (moved.x != 0.0f || moved.y != 0.0f) rests_ = false;
  if (rests_) return previewed_.reset();
  if (previewed_ == preset && context.lab.previewing()) return;
  const auto command = taken(context.lab, preset);
  if (command && context.lab.preview(*command)) previewed_ = preset;
}

}  // namespace convlens::ui
