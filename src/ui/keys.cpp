#include "ui/keys.h"

#include <array>

namespace convlens::ui {
namespace {

constexpr std::array kBindings{
    KeyBinding{Action::kUndo, ImGuiMod_Ctrl | ImGuiKey_Z},
    KeyBinding{Action::kRedo, ImGuiMod_Ctrl | ImGuiKey_Y},
    KeyBinding{Action::kRedo, ImGuiMod_Ctrl | ImGuiMod_Shift | ImGuiKey_Z},
    KeyBinding{Action::kFlipSign, ImGuiKey_X},
    KeyBinding{Action::kErase, ImGuiKey_E},
    KeyBinding{Action::kNextPicture, ImGuiKey_P},
    KeyBinding{Action::kNextFilter, ImGuiKey_F},
    KeyBinding{Action::kStageColor, ImGuiKey_0},
    KeyBinding{Action::kStageRed, ImGuiKey_1},
    KeyBinding{Action::kStageGreen, ImGuiKey_2},
    KeyBinding{Action::kStageBlue, ImGuiKey_3},
    KeyBinding{Action::kSharedRange, ImGuiKey_R},
    KeyBinding{Action::kNextWorkspace, ImGuiKey_N},
    KeyBinding{Action::kDifference, ImGuiKey_D},
    KeyBinding{Action::kPinRanges, ImGuiKey_L},
    KeyBinding{Action::kLastChange, ImGuiKey_C},
    KeyBinding{Action::kOverlay, ImGuiKey_V},
    KeyBinding{Action::kZoomIn, ImGuiKey_Equal},
    KeyBinding{Action::kZoomIn, ImGuiKey_KeypadAdd},
    KeyBinding{Action::kZoomOut, ImGuiKey_Minus},
    KeyBinding{Action::kZoomOut, ImGuiKey_KeypadSubtract},
    KeyBinding{Action::kShowAll, ImGuiKey_Home},
};

void zoom_maps(lab::Lab& lab, double steps) {
  const lab::CropSize crop = lab.document().crop_size;
  lab::Zoom& zoom = lab.view().map_zoom;
  zoom = lab::zoomed_by(zoom, steps, crop.height / 2.0, crop.width / 2.0);
}

}  // namespace

std::span<const KeyBinding> key_bindings() { return kBindings; }

void perform(Action action, lab::Lab& lab) {
  lab::View& view = lab.view();
  switch (action) {
    case Action::kUndo:
      return lab.undo();
    case Action::kRedo:
      return lab.redo();
    case Action::kFlipSign:
      view.brush.value = -view.brush.value;
      return;
    case Action::kErase:
      view.brush.erase = !view.brush.erase;
      return;
    case Action::kNextPicture:
      view.source = (view.source + 1) % lab.document().sources.size();
      return;
    case Action::kNextFilter:
      view.filter = (view.filter + 1) % lab.document().filters.size();
      return;
    case Action::kStageColor:
      view.plane = lab::StagePlane::kComposite;
      return;
    case Action::kStageRed:
      view.plane = lab::StagePlane::kRed;
      return;
    case Action::kStageGreen:
      view.plane = lab::StagePlane::kGreen;
      return;
    case Action::kStageBlue:
      view.plane = lab::StagePlane::kBlue;
      return;
    case Action::kSharedRange:
      view.shared_range = !view.shared_range;
      return;
    case Action::kNextWorkspace:
      view.workspace = view.workspace == lab::Workspace::kBench ? lab::Workspace::kNetwork
                                                                : lab::Workspace::kBench;
      return;
    case Action::kDifference:
      view.show_difference = !view.show_difference;
      return;
    case Action::kPinRanges:
      view.pinned = view.pinned ? std::nullopt : std::optional(lab::ranges_to_pin(lab));
      return;
    case Action::kLastChange:
      view.show_change = !view.show_change;
      return;
    case Action::kOverlay:
      view.overlay = !view.overlay;
      return;
    case Action::kZoomIn:
      return zoom_maps(lab, 1);
    case Action::kZoomOut:
      return zoom_maps(lab, -1);
    case Action::kShowAll:
      view.map_zoom = {};
      return;
  }
}

std::optional<Action> pressed_action() {
  if (ImGui::GetIO().WantTextInput || ImGui::IsAnyMouseDown()) return std::nullopt;
  for (const KeyBinding& binding : kBindings) {
    const bool repeats = binding.action == Action::kUndo || binding.action == Action::kRedo;
    const ImGuiInputFlags flags =
        ImGuiInputFlags_RouteGlobal | (repeats ? ImGuiInputFlags_Repeat : ImGuiInputFlags_None);
    if (ImGui::Shortcut(binding.chord, flags)) return binding.action;
  }
  return std::nullopt;
}

void hold_keys(lab::View& view) {
  const bool typing = ImGui::GetIO().WantTextInput;
  view.swap_in_trained = !typing && ImGui::IsKeyDown(ImGuiKey_Space);
  view.show_original = !typing && ImGui::IsKeyDown(ImGuiKey_O);
}

}  // namespace convlens::ui
