#pragma once

#include <imgui.h>

#include <optional>
#include <span>

#include "ui/kit/context.h"

namespace convlens::ui {

// What a key, and the button of the same meaning, does.
enum class Action {
  kUndo,
  kRedo,
  kCopyFilter,
  kPaste,
  kFlipSign,
  kErase,
  kMute,
  kSolo,
  kNextPicture,
  kPreviousInFolder,
  kNextInFolder,
  kNextFilter,
  kStageColor,
  kStageRed,
  kStageGreen,
  kStageBlue,
  kSharedRange,
  kNextWorkspace,
  kDifference,
  kSweep,
  kPreviousCell,
  kNextCell,
  kUnpin,
  kPinRanges,
  kLastChange,
  kOverlay,
  kZoomIn,
  kZoomOut,
  kShowAll,
  kLargerTexts,
  kSmallerTexts,
  kTextsAsUsual,
  kPresent,
  kPalette,
  kHelp,
  kCount,
};

struct KeyBinding {
  Action action;
  ImGuiKeyChord chord;
  bool listed = true;  // else the same key elsewhere on a keyboard, which needs no telling
};

// The one table of shortcuts. Keys are physical keys, so they also work while Hangul input is on.
std::span<const KeyBinding> key_bindings();

void perform(Action action, const PanelContext& context);

// What was pressed in this frame, if anything: nothing while a text field has the keyboard, and
// nothing while a mouse button is down, because a gesture in progress owns the document.
std::optional<Action> pressed_action();

// What is shown only for as long as a key is down.
struct HeldKey {
  ImGuiKey key = ImGuiKey_None;
  bool lab::Shown::*shown = nullptr;
  Text shows;
};
std::span<const HeldKey> held_keys();
void hold_keys(lab::View& view);

}  // namespace convlens::ui
