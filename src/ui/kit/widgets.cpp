#include "ui/kit/widgets.h"

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "lab/document/names.h"
#include "ui/kit/drawing.h"
#include "ui/kit/metrics.h"

namespace convlens::ui {

namespace {

// Whoever has pressed a thing knows what it does, until the pointer has left it.
bool was_pressed() {
  const ImGuiID key = ImGui::GetItemID() + 1;
  ImGuiStorage* storage = ImGui::GetStateStorage();
  if (ImGui::IsItemActive()) storage->SetBool(key, true);
  const bool pressed = storage->GetBool(key);
  if (pressed && !ImGui::IsItemHovered(ImGuiHoveredFlags_RectOnly)) storage->SetBool(key, false);
  return pressed;
}

// Below the item before, or above it in the lower half of the window, so that it is not covered.
void place_tooltip(const PanelContext& context) {
  const ImRect item(ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  if (item.GetHeight() > context.px(2 * design::kControl)) return;  // beside the pointer
  const bool below = item.Max.y < ImGui::GetMainViewport()->GetCenter().y;
  const bool leftward = item.Min.x > ImGui::GetMainViewport()->GetCenter().x;
  const float gap = context.px(6);
  ImGui::SetNextWindowPos(
      ImVec2(leftward ? item.Max.x : item.Min.x, below ? item.Max.y + gap : item.Min.y - gap),
      ImGuiCond_Always, ImVec2(leftward ? 1.0f : 0.0f, below ? 0.0f : 1.0f));
}

}  // namespace

void help(const PanelContext& context, const Text& text) {
  if (was_pressed()) return;
  if (text.english == nullptr || !ImGui::IsItemHovered(ImGuiHoveredFlags_ForTooltip)) return;
  place_tooltip(context);
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

void say(lab::Lab& lab, Phrase done) {
  lab.note(done);
  lab.view().notice = {std::move(done), ImGui::GetTime() + kSaid_s};
}

void copy_text(lab::Lab& lab, const std::string& text, Phrase done) {
  ImGui::SetClipboardText(text.c_str());
  say(lab, std::move(done));
}

void point_out(const PanelContext& context, const char* key) {
  if (!context.lessons.run().points_at(key)) return;
  const float out = context.px(2);
  const ImVec2 min = ImGui::GetItemRectMin();
  const ImVec2 max = ImGui::GetItemRectMax();
  // Over its neighbours' edges, but within the panel.
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRect(ImVec2(min.x - out, min.y - out), ImVec2(max.x + out, max.y + out),
                context.colors().accent, context.px(6), context.px(3));
}

void close_on_escape() {
  const ImGuiContext& imgui = *ImGui::GetCurrentContext();
  const bool topmost = imgui.OpenPopupStack.Size == imgui.BeginPopupStack.Size;
  if (topmost && ImGui::IsKeyPressed(ImGuiKey_Escape, false)) ImGui::CloseCurrentPopup();
}

bool begin_list(const char* id, const char* shown, ImGuiComboFlags flags) {
  const bool open = ImGui::BeginCombo(id, shown, flags);
  if (open) close_on_escape();
  return open;
}

float column_width(const PanelContext& context) {
  return ImGui::GetWindowWidth() - 2 * context.px(design::kPanelPadding);
}

void slider_number(const PanelContext& context, const char* text) {
  const ImRect slider(ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  const float size = context.px(design::kSmallText);
  ImGui::GetWindowDrawList()->AddText(
      context.fonts.numbers, size,
      ImVec2(std::floor(slider.Max.x + context.px(6)), std::floor(slider.GetCenter().y - size / 2)),
      context.colors().text, text);
  ImGui::SameLine(0, 0);
  ImGui::Dummy(ImVec2(context.px(kSliderNumber), 0));
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
