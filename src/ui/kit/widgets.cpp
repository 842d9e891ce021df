#include "ui/kit/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "lab/document/names.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"

namespace convlens::ui {

void help(const PanelContext& context, const Text& text) {
  if (text.english == nullptr || !ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) return;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(10), context.px(8)));
  if (ImGui::BeginTooltip()) {
    ImGui::PushTextWrapPos(context.px(320));
    ImGui::TextUnformatted(context.text(text));
    ImGui::PopTextWrapPos();
    ImGui::EndTooltip();
  }
  ImGui::PopStyleVar();
}

bool labeled_button(const PanelContext& context, const Label& label, const char* key, bool active) {
  const Palette& colors = context.colors();
  if (active) {
    for (const ImGuiCol slot :
         {ImGuiCol_Button, ImGuiCol_ButtonHovered, ImGuiCol_ButtonActive, ImGuiCol_Border}) {
      ImGui::PushStyleColor(slot, colors.accent);
    }
    ImGui::PushStyleColor(ImGuiCol_Text, colors.on_accent);
  }
  ImGui::PushID(key);
  // The label after ### is the widget's identity in every language.
  char name[192];
  std::snprintf(name, sizeof name, "%s###%s", context.text(label.text), key);
  const bool pressed = ImGui::Button(name);
  ImGui::PopID();
  if (active) ImGui::PopStyleColor(5);
  help(context, label.help);
  return pressed;
}

bool named_line(const std::string& name, const char* key, bool chosen, ImGuiSelectableFlags flags) {
  const ImVec2 start = ImGui::GetCursorPos();
  const bool pressed = ImGui::Selectable(key, chosen, flags);
  ImGui::SetCursorPos(start);
  ImGui::TextUnformatted(legible(name).c_str());
  return pressed;
}

void combo_name(const std::string& name) {
  if (!ImGui::BeginComboPreview()) return;
  // In dots where it has no room.
  const float right = ImGui::GetCurrentWindow()->ClipRect.Max.x - ImGui::GetStyle().FramePadding.x;
  draw_fitted_text(ImGui::GetWindowDrawList(), ImGui::GetFont(), ImGui::GetFontSize(),
                   ImGui::GetCursorScreenPos(), right, ImGui::GetColorU32(ImGuiCol_Text),
                   legible(name).c_str());
  ImGui::EndComboPreview();
}

float button_width(const PanelContext& context, const Text& text) {
  return ImGui::CalcTextSize(context.text(text)).x + 2 * ImGui::GetStyle().FramePadding.x;
}

void close_on_escape() {
  if (ImGui::IsKeyPressed(ImGuiKey_Escape, false)) ImGui::CloseCurrentPopup();
}

float column_width(const PanelContext& context) {
  return ImGui::GetWindowWidth() - 2 * context.px(design::kPanelPadding);
}

void row_heading(const PanelContext& context, const Text& text) {
  ImGui::Dummy(ImVec2(0, 0));
  ImGui::PushFont(context.fonts.strong, design::kBodyText);
  ImGui::TextUnformatted(context.text(text));
  ImGui::PopFont();
}

void same_line_behind(const PanelContext& context, float design_px) {
  const float end = ImGui::GetItemRectMax().x - ImGui::GetWindowPos().x;
  ImGui::SameLine(std::max(context.px(design_px), end + context.px(4)));
}

void row_label(const PanelContext& context, const Text& text) {
  ImGui::AlignTextToFramePadding();
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextUnformatted(context.text(text));
  ImGui::PopStyleColor();
  same_line_behind(context, 92);
}

void caption(const PanelContext& context, const char* text) {
  ImGui::PushFont(nullptr, design::kSmallText);
  ImGui::PushStyleColor(ImGuiCol_Text, context.colors().secondary);
  ImGui::TextUnformatted(text);
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

}  // namespace convlens::ui
