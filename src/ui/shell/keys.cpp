#include "ui/shell/keys.h"

#include <array>

#include "lab/shown/map_ranges.h"
#include "lab/shown/sweep.h"
#include "ui/shell/clipboard.h"
#include "ui/shell/interface_scale.h"

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
    KeyBinding{Action::kNextFilter, ImGuiKey_F},
    KeyBinding{Action::kStageColor, ImGuiKey_0},
    KeyBinding{Action::kStageRed, ImGuiKey_1},
    KeyBinding{Action::kStageGreen, ImGuiKey_2},
    KeyBinding{Action::kStageBlue, ImGuiKey_3},
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
    KeyBinding{Action::kHelp, ImGuiKey_F1},
};

constexpr std::array kHeldKeys{
    HeldKey{ImGuiKey_Space, &lab::Shown::swap_in_trained, tr("held: trained in my place")},
    HeldKey{ImGuiKey_O, &lab::Shown::show_original, tr("held: trained weights")},
};

struct Entry {
  Action action = {};
  void (*perform)(const PanelContext&) = nullptr;
  bool repeats = false;  // goes on while its key is down
};

void cycle(std::size_t& index, std::size_t count) { index = (index + 1) % count; }

void toggle(bool& flag) { flag = !flag; }

void toggle_tool(lab::Lab& lab, lab::Tool tool) {
  lab::Tool& held = lab.view().brush.tool;
  held = held == tool ? lab::Tool::kPaint : tool;
}

void next_workspace(lab::Lab& lab) {
  lab::Workspace& workspace = lab.view().workspace;
  workspace =
      workspace == lab::Workspace::kBench ? lab::Workspace::kNetwork : lab::Workspace::kBench;
}

void unpin(lab::Lab& lab) {
  lab.view().pinned.reset();
  lab.view().sweep.reset();
}

void toggle_pinned_ranges(lab::Lab& lab) {
  auto& pinned = lab.view().pinned_ranges;
  pinned = pinned ? std::nullopt : std::optional(lab::ranges_to_pin(lab));
}

// A lecture is about the bench.
void present(lab::Lab& lab) {
  toggle(lab.view().present);
  if (lab.view().present) lab.view().workspace = lab::Workspace::kBench;
}

void leaf(lab::Lab& lab, Files& files, int step) {
  if (const Status done = files.leaf(lab, step); !done) lab.report(done.error());
}

void zoom_maps(lab::Lab& lab, double steps) {
  const lab::CropSize crop = lab.document().crop_size;
  lab::Zoom& zoom = lab.view().map_zoom;
  zoom = lab::zoomed_by(zoom, steps, crop.height / 2.0, crop.width / 2.0);
}

constexpr std::array kActions{
    Entry{Action::kUndo, [](const PanelContext& context) { context.lab.undo(); }, true},
    Entry{Action::kRedo, [](const PanelContext& context) { context.lab.redo(); }, true},
    Entry{Action::kCopyFilter, [](const PanelContext& context) { copy_filter(context.lab); }},
    Entry{Action::kPaste, [](const PanelContext& context) { paste(context.lab, context.files); }},
    Entry{Action::kFlipSign,
          [](const PanelContext& context) {
            context.lab.view().brush.value = -context.lab.view().brush.value;
          }},
    Entry{Action::kErase,
          [](const PanelContext& context) { toggle_tool(context.lab, lab::Tool::kErase); }},
    Entry{Action::kMute,
          [](const PanelContext& context) { toggle_tool(context.lab, lab::Tool::kMute); }},
    Entry{Action::kSolo,
          [](const PanelContext& context) { toggle_tool(context.lab, lab::Tool::kSolo); }},
    Entry{Action::kNextPicture,
          [](const PanelContext& context) {
            cycle(context.lab.view().source, context.lab.document().sources.size());
          }},
    Entry{Action::kPreviousInFolder,
          [](const PanelContext& context) { leaf(context.lab, context.files, -1); }, true},
    Entry{Action::kNextInFolder,
          [](const PanelContext& context) { leaf(context.lab, context.files, 1); }, true},
    Entry{Action::kNextFilter,
          [](const PanelContext& context) {
            cycle(context.lab.view().filter, context.lab.document().filters.size());
          }},
    Entry{Action::kStageColor,
          [](const PanelContext& context) {
            context.lab.view().plane = lab::StagePlane::kComposite;
          }},
    Entry{Action::kStageRed,
          [](const PanelContext& context) { context.lab.view().plane = lab::StagePlane::kRed; }},
    Entry{Action::kStageGreen,
          [](const PanelContext& context) { context.lab.view().plane = lab::StagePlane::kGreen; }},
    Entry{Action::kStageBlue,
          [](const PanelContext& context) { context.lab.view().plane = lab::StagePlane::kBlue; }},
    Entry{Action::kSharedRange,
          [](const PanelContext& context) { toggle(context.lab.view().shared_range); }},
    Entry{Action::kNextWorkspace, [](const PanelContext& context) { next_workspace(context.lab); }},
    Entry{Action::kDifference,
          [](const PanelContext& context) { toggle(context.lab.view().show_difference); }},
    Entry{Action::kSweep, [](const PanelContext& context) { lab::toggle_sweep(context.lab); }},
    Entry{Action::kPreviousCell,
          [](const PanelContext& context) { lab::step_cell(context.lab, -1); }, true},
    Entry{Action::kNextCell, [](const PanelContext& context) { lab::step_cell(context.lab, 1); },
          true},
    Entry{Action::kUnpin, [](const PanelContext& context) { unpin(context.lab); }},
    Entry{Action::kPinRanges,
          [](const PanelContext& context) { toggle_pinned_ranges(context.lab); }},
    Entry{Action::kLastChange,
          [](const PanelContext& context) { toggle(context.lab.view().show_change); }},
    Entry{Action::kOverlay,
          [](const PanelContext& context) { toggle(context.lab.view().overlay); }},
    Entry{Action::kZoomIn, [](const PanelContext& context) { zoom_maps(context.lab, 1); }, true},
    Entry{Action::kZoomOut, [](const PanelContext& context) { zoom_maps(context.lab, -1); }, true},
    Entry{Action::kShowAll, [](const PanelContext& context) { context.lab.view().map_zoom = {}; }},
    Entry{Action::kLargerTexts,
          [](const PanelContext& context) { step_interface_scale(context, 1); }, true},
    Entry{Action::kSmallerTexts,
          [](const PanelContext& context) { step_interface_scale(context, -1); }, true},
    Entry{Action::kTextsAsUsual,
          [](const PanelContext& context) { context.lab.view().interface_scale = 1.0f; }},
    Entry{Action::kPresent, [](const PanelContext& context) { present(context.lab); }},
    Entry{Action::kPalette,
          [](const PanelContext& context) { context.lab.view().show_palette = true; }},
    Entry{Action::kHelp, [](const PanelContext& context) { toggle(context.lab.view().show_help); }},
};

constexpr const Entry& entry_of(Action action) {
  return kActions[static_cast<std::size_t>(action)];
}

constexpr bool in_order() {
  for (std::size_t i = 0; i < kActions.size(); ++i) {
    if (static_cast<std::size_t>(kActions[i].action) != i) return false;
  }
  return kActions.size() == static_cast<std::size_t>(Action::kCount);
}
static_assert(in_order(), "every action stands in the table where its enumerator is");

}  // namespace

std::span<const KeyBinding> key_bindings() { return kBindings; }

void perform(Action action, const PanelContext& context) { entry_of(action).perform(context); }

std::optional<Action> pressed_action() {
  if (ImGui::GetIO().WantTextInput || ImGui::IsAnyMouseDown()) return std::nullopt;
  for (const KeyBinding& binding : kBindings) {
    const ImGuiInputFlags flags =
        ImGuiInputFlags_RouteGlobal |
        (entry_of(binding.action).repeats ? ImGuiInputFlags_Repeat : ImGuiInputFlags_None);
    if (ImGui::Shortcut(binding.chord, flags)) return binding.action;
  }
  return std::nullopt;
}

std::span<const HeldKey> held_keys() { return kHeldKeys; }

void hold_keys(lab::View& view) {
  const bool typing = ImGui::GetIO().WantTextInput;
  for (const HeldKey& held : kHeldKeys) view.*held.shown = !typing && ImGui::IsKeyDown(held.key);
}

}  // namespace convlens::ui
