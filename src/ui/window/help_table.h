#pragma once

#include <span>

#include "ui/shell/keys.h"

namespace convlens::ui {

// What stands together in the overlay of all keys.
enum class HelpGroup { kEdit, kStage, kMaps, kPicture, kArithmetic, kWindow, kCount };

// What an action does, in a few words; its keys stand in key_bindings().
struct ActionHelp {
  Action action = {};
  HelpGroup group = {};
  Text does;
};
// One for each action, in their order.
std::span<const ActionHelp> action_help();

// What the pointer does, and the keys that only one panel takes.
struct GestureHelp {
  HelpGroup group = {};
  Text gesture;
  Text does;
};
std::span<const GestureHelp> gesture_help();

Text group_title(HelpGroup group);

}  // namespace convlens::ui
