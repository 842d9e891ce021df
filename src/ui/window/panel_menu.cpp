#include "ui/window/panel_menu.h"

#include <imgui_internal.h>

#include <array>
#include <string_view>

#include "ui/kit/menu.h"
#include "ui/kit/widgets.h"
#include "ui/pieces/picture_lines.h"
#include "ui/shell/docking.h"

namespace convlens::ui {
namespace {

constexpr std::array kSums{panel_id::kSum, panel_id::kLayerSum};

bool is_sum(const ImGuiWindow& panel) {
  const std::string_view name = panel.Name;
  for (const char* sum : kSums) {
    if (name.ends_with(sum)) return true;
  }
  return false;
}

// The docked panel that the window is of, or what stands in that of a sum below its bar.
const ImGuiWindow* picture_of(const ImGuiWindow& window) {
  const ImGuiWindow* panel = window.RootWindow;
  if (panel->DockNode == nullptr) return nullptr;
  return is_sum(*panel) && window.ParentWindow == panel ? &window : panel;
}

}  // namespace

void panel_menu(const PanelContext& context, ImGuiID& opened_on) {
  constexpr const char* kMenu = "panel menu";
  const ImGuiContext& imgui = *ImGui::GetCurrentContext();
  const ImGuiWindow* hovered = imgui.HoveredWindow;
  const bool nothing_else = imgui.HoveredId == 0 && imgui.ActiveId == 0 &&
                            !ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup);
  const ImGuiWindow* panel = hovered == nullptr ? nullptr : picture_of(*hovered);
  const bool asked = nothing_else && panel != nullptr && right_click_released();
  if (asked) opened_on = panel->ID;
  if (!begin_menu(context, kMenu, asked)) return;
  const ImGuiWindow* of = ImGui::FindWindowByID(opened_on);
  const bool sum = of != nullptr && of->RootWindow != of;
  caption(context, context.text(sum ? tr("This sum") : tr("This panel")));
  picture_lines(context, lab::PanelPicture{opened_on});
  end_menu();
}

}  // namespace convlens::ui
