#include "ui/shell/keyboard.h"

#include <imgui_internal.h>

#include <array>
#include <span>

#include "ui/shell/docking.h"

namespace convlens::ui {
namespace {

constexpr const char* kTopBar = "##top";
constexpr std::array kBenchPanels{kTopBar, panel_id::kInput, panel_id::kFilter, panel_id::kMaps,
                                  panel_id::kSum};
constexpr std::array kNetworkPanels{kTopBar,
                                    panel_id::kSeen,
                                    panel_id::kLayers,
                                    panel_id::kPrediction,
                                    panel_id::kLargeMap,
                                    panel_id::kTrainedFilter,
                                    panel_id::kLayerSum};

std::span<const char* const> panels_of(lab::Workspace workspace) {
  if (workspace == lab::Workspace::kBench) return kBenchPanels;
  return kNetworkPanels;
}

bool is_open(const char* panel) {
  const ImGuiWindow* window = ImGui::FindWindowByName(panel);
  return window != nullptr && window->WasActive && !window->Hidden;
}

bool mouse_pressed() {
  for (const bool clicked : ImGui::GetIO().MouseClicked) {
    if (clicked) return true;
  }
  return false;
}

}  // namespace

// To the first control of a panel, `step` panels on.
void KeyboardWay::enter(const PanelContext& context, int step) {
  const auto panels = panels_of(context.lab.view().workspace);
  const int count = static_cast<int>(panels.size());
  if (panel_ < 0 || panel_ >= count) panel_ = step > 0 ? count - 1 : 0;
  for (int tried = 0; tried < count; ++tried) {
    panel_ = (panel_ + step + count) % count;
    const char* panel = panels[static_cast<std::size_t>(panel_)];
    if (!is_open(panel)) continue;
    ImGui::FocusWindow(ImGui::FindWindowByName(panel));
    ImGui::NavInitWindow(ImGui::FindWindowByName(panel), true);
    ImGui::SetNavCursorVisible(true);
    return;
  }
}

void KeyboardWay::follow(const PanelContext& context, std::optional<Action>& action) {
  ImGuiIO& io = ImGui::GetIO();
  const bool elsewhere = ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup) || io.WantTextInput;
  if (!elsewhere && !context.lab.view().present) {
    const bool panel = ImGui::IsKeyPressed(ImGuiKey_F6, false);
    const bool control = !leads_ && ImGui::IsKeyPressed(ImGuiKey_Tab, false) && !io.KeyCtrl;
    if (panel || control) {
      leads_ = true;
      enter(context, io.KeyShift ? -1 : 1);
      context.frames.request_frame();
    } else if (leads_ && action == Action::kUnpin) {
      leads_ = false;
      action.reset();
    }
  }
  if (mouse_pressed() || context.lab.view().present) leads_ = false;
  // A list that is open takes arrows and Enter; one that is typed into has its own.
  const bool list = ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopup) && !io.WantTextInput &&
                    !context.lab.view().show_palette;
  if (leads_ || list) {
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  } else {
    io.ConfigFlags &= ~ImGuiConfigFlags_NavEnableKeyboard;
  }
}

}  // namespace convlens::ui
