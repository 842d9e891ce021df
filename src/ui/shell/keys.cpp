#include "ui/shell/keys.h"

#include <imgui_internal.h>

#include <array>

#include "ui/shell/docking.h"

namespace convlens::ui {
namespace {

constexpr std::array kBindings{
    KeyBinding{Action::kUndo, ImGuiMod_Ctrl | ImGuiKey_Z},
    KeyBinding{Action::kRedo, ImGuiMod_Ctrl | ImGuiKey_Y},
    KeyBinding{Action::kRedo, ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_Z},
    KeyBinding{Action::kCopyFilter, ImGuiMod_Ctrl | ImGuiKey_C},
    KeyBinding{Action::kPaste, ImGuiMod_Ctrl | ImGuiKey_V},
    KeyBinding{Action::kFlipSign, ImGuiKey_X},
    KeyBinding{Action::kErase, ImGuiKey_E},
    KeyBinding{Action::kMute, ImGuiKey_M},
    KeyBinding{Action::kSolo, ImGuiKey_S},
    KeyBinding{Action::kNextPicture, ImGuiKey_P},
    KeyBinding{Action::kPreviousInFolder, ImGuiKey_Comma},
    KeyBinding{Action::kNextInFolder, ImGuiKey_Period},
    KeyBinding{Action::kRunFilm, ImGuiKey_J},
    KeyBinding{Action::kFilmBack, ImGuiMod_Shift | ImGuiKey_Comma, false},
    KeyBinding{Action::kFilmOn, ImGuiMod_Shift | ImGuiKey_Period, false},
    KeyBinding{Action::kNextFilter, ImGuiKey_F},
    KeyBinding{Action::kStageColor, ImGuiKey_0},
    KeyBinding{Action::kStageRed, ImGuiKey_1},
    KeyBinding{Action::kStageGreen, ImGuiKey_2},
    KeyBinding{Action::kStageBlue, ImGuiKey_3},
    KeyBinding{Action::kFlipSnapshot, ImGuiKey_Q},
    KeyBinding{Action::kSharedRange, ImGuiKey_R},
    KeyBinding{Action::kNextWorkspace, ImGuiKey_N},
    KeyBinding{Action::kDifference, ImGuiKey_D},
    KeyBinding{Action::kSweep, ImGuiKey_K},
    KeyBinding{Action::kPreviousCell, ImGuiKey_PageUp},
    KeyBinding{Action::kNextCell, ImGuiKey_PageDown},
    KeyBinding{Action::kUnpin, ImGuiKey_Escape},
    KeyBinding{Action::kPinRanges, ImGuiKey_L},
    KeyBinding{Action::kLastChange, ImGuiKey_C},
    KeyBinding{Action::kOverlay, ImGuiKey_V},
    KeyBinding{Action::kZoomIn, ImGuiKey_Equal},
    KeyBinding{Action::kZoomIn, ImGuiKey_KeypadAdd},
    KeyBinding{Action::kZoomOut, ImGuiKey_Minus},
    KeyBinding{Action::kZoomOut, ImGuiKey_KeypadSubtract},
    KeyBinding{Action::kShowAll, ImGuiKey_Home},
    KeyBinding{Action::kLargerTexts, ImGuiMod_Ctrl | ImGuiKey_Equal},
    KeyBinding{Action::kLargerTexts, ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_Equal, false},
    KeyBinding{Action::kLargerTexts, ImGuiMod_Ctrl | ImGuiKey_KeypadAdd, false},
    KeyBinding{Action::kSmallerTexts, ImGuiMod_Ctrl | ImGuiKey_Minus},
    KeyBinding{Action::kSmallerTexts, ImGuiMod_Ctrl | ImGuiKey_KeypadSubtract, false},
    KeyBinding{Action::kTextsAsUsual, ImGuiMod_Ctrl | ImGuiKey_0},
    KeyBinding{Action::kTextsAsUsual, ImGuiMod_Ctrl | ImGuiKey_Keypad0, false},
    KeyBinding{Action::kPresent, ImGuiKey_F11},
    KeyBinding{Action::kPalette, ImGuiMod_Ctrl | ImGuiKey_K},
    KeyBinding{Action::kCopyBench, ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_C},
    KeyBinding{Action::kSaveWindow, ImGuiKey_F12},
    KeyBinding{Action::kOpenSession, ImGuiMod_Ctrl | ImGuiKey_O},
    KeyBinding{Action::kSaveSession, ImGuiMod_Ctrl | ImGuiKey_S},
    KeyBinding{Action::kSaveSessionAs, ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_S},
    KeyBinding{Action::kHelp, ImGuiKey_F1},
};

constexpr std::array kHeldKeys{
    HeldKey{ImGuiKey_Space, &lab::Shown::swap_in_trained, tr("held: trained in my place")},
    HeldKey{ImGuiKey_O, &lab::Shown::show_original, tr("held: trained weights")},
};

// One letter never replaces a picture but where the pointer or the keyboard is on the pictures.
bool acts_here(Action action) {
  if (action != Action::kPreviousInFolder && action != Action::kNextInFolder) return true;
  const ImGuiWindow* input = ImGui::FindWindowByName(panel_id::kInput);
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  const auto is_on = [input](const ImGuiWindow* window) {
    return window != nullptr && input != nullptr && window->RootWindow == input;
  };
  return is_on(context.HoveredWindow) || is_on(context.NavWindow);
}

}  // namespace

std::span<const KeyBinding> key_bindings() { return kBindings; }

std::string chord_name(ImGuiKeyChord chord) {
  std::string name;
  if ((chord & ImGuiMod_Ctrl) != 0) name += "Ctrl+";
  if ((chord & ImGuiMod_Shift) != 0) name += "Shift+";
  if ((chord & ImGuiMod_Alt) != 0) name += "Alt+";
  switch (const auto key = static_cast<ImGuiKey>(chord & ~ImGuiMod_Mask_)) {
    case ImGuiKey_Equal:
      return name + "+";
    case ImGuiKey_Minus:
      return name + "-";
    case ImGuiKey_KeypadAdd:
      return name + "Num +";
    case ImGuiKey_KeypadSubtract:
      return name + "Num -";
    case ImGuiKey_PageUp:
      return name + "Page Up";
    case ImGuiKey_PageDown:
      return name + "Page Down";
    case ImGuiKey_Escape:
      return name + "Esc";
    case ImGuiKey_Comma:
      return name + ",";
    case ImGuiKey_Period:
      return name + ".";
    default:
      return name + ImGui::GetKeyName(key);
  }
}

std::string key_of(Action action) {
  for (const KeyBinding& binding : kBindings) {
    if (binding.action == action && binding.listed) return chord_name(binding.chord);
  }
  return {};
}

std::optional<Action> pressed_action() {
  if (ImGui::GetIO().WantTextInput || ImGui::IsAnyMouseDown()) return std::nullopt;
  for (const KeyBinding& binding : kBindings) {
    const ImGuiInputFlags flags =
        ImGuiInputFlags_RouteGlobal |
        (command_of(binding.action).repeats ? ImGuiInputFlags_Repeat : ImGuiInputFlags_None);
    if (ImGui::Shortcut(binding.chord, flags) && acts_here(binding.action)) return binding.action;
  }
  return std::nullopt;
}

std::span<const HeldKey> held_keys() { return kHeldKeys; }

void hold_keys(lab::View& view) {
  const bool typing = ImGui::GetIO().WantTextInput;
  for (const HeldKey& held : kHeldKeys) view.*held.shown = !typing && ImGui::IsKeyDown(held.key);
}

}  // namespace convlens::ui
