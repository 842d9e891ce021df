#include "ui/kit/menu.h"

#include <imgui_internal.h>

#include "ui/kit/metrics.h"
#include "ui/kit/widgets.h"

namespace convlens::ui {
namespace {

constexpr float kLongPress_s = 0.5f;

// Within what a hand moves that means to rest.
bool rested(ImGuiMouseButton button) {
  const ImGuiIO& io = ImGui::GetIO();
  return io.MouseDragMaxDistanceSqr[button] < io.MouseDragThreshold * io.MouseDragThreshold;
}

// Asks for the frame in which the press has become long.
bool long_pressed(const PanelContext& context) {
  if (!ImGui::IsItemActive() || !ImGui::IsMouseDown(ImGuiMouseButton_Left)) return false;
  const ImGuiIO& io = ImGui::GetIO();
  const float down_s = io.MouseDownDuration[ImGuiMouseButton_Left];
  if (!rested(ImGuiMouseButton_Left)) return false;
  if (down_s < kLongPress_s) context.frames.request_frame(kLongPress_s - down_s);
  return down_s >= kLongPress_s && down_s - io.DeltaTime < kLongPress_s;
}

void reason_line(const PanelContext& context, const Text& reason) {
  ImGui::Indent(context.px(8));
  caption(context, context.text(reason));
  ImGui::Unindent(context.px(8));
}

}  // namespace

bool menu_line(const PanelContext& context, const std::string& name, const char* key,
               const std::string& shortcut, const Text& why_not, bool ticked) {
  const bool possible = why_not.english == nullptr;
  const std::string label = name + "###" + key;
  const bool chosen = ImGui::MenuItem(label.c_str(), shortcut.c_str(), ticked, possible);
  if (!possible) reason_line(context, why_not);
  return chosen;
}

bool right_click_released() {
  return ImGui::IsMouseReleased(ImGuiMouseButton_Right) && rested(ImGuiMouseButton_Right);
}

bool menu_asked_for_by_key() {
  return ImGui::IsItemFocused() && (ImGui::IsKeyPressed(ImGuiKey_Menu, false) ||
                                    ImGui::IsKeyChordPressed(ImGuiMod_Shift | ImGuiKey_F10));
}

bool menu_asked_for(const PanelContext& context) {
  return (ImGui::IsItemHovered() && right_click_released()) || long_pressed(context) ||
         menu_asked_for_by_key();
}

bool begin_menu(const PanelContext& context, const char* key, bool asked_for) {
  if (asked_for) {
    ImGui::OpenPopup(key);
    ImGui::ClearActiveID();  // what a long press had begun is over
  }
  if (!ImGui::IsPopupOpen(key)) return false;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(context.px(8), context.px(8)));
  const bool open = ImGui::BeginPopup(key);
  ImGui::PopStyleVar();
  if (open) close_on_escape();
  return open;
}

void end_menu() { ImGui::EndPopup(); }

}  // namespace convlens::ui
