#pragma once

#include <imgui.h>

#include <optional>
#include <span>
#include <string>

#include "ui/shell/commands.h"

namespace convlens::ui {

struct KeyBinding {
  Action action = {};
  ImGuiKeyChord chord = 0;
  // Else the same key elsewhere on a keyboard, or one that is told among the gestures.
  bool listed = true;
};

// The one table of shortcuts. Keys are physical keys, so they also work while Hangul input is on.
std::span<const KeyBinding> key_bindings();
// A chord as it stands on a keyboard: "Ctrl+Shift+Z", "Page Up", "+".
std::string chord_name(ImGuiKeyChord chord);
// The first of its keys; empty where it has none.
std::string key_of(Action action);

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
