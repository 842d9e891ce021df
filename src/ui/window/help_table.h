#pragma once

#include <span>

#include "ui/shell/keys.h"

namespace convlens::ui {

// What stands together in the overlay of all keys.
enum class HelpGroup { kEdit, kStage, kMaps, kPicture, kArithmetic, kWindow, kCount };

// The same in both languages.
struct Words {
  const char* english;
  const char* korean;

  const char* in(lab::Language language) const {
    return language == lab::Language::kEnglish ? english : korean;
  }
};

// What an action does, in a few words; its keys stand in key_bindings().
struct ActionHelp {
  Action action;
  HelpGroup group;
  Words does;
};
// One for each action, in their order.
std::span<const ActionHelp> action_help();

// What the pointer does, and the keys that only one panel takes.
struct GestureHelp {
  HelpGroup group;
  Words gesture;
  Words does;
};
std::span<const GestureHelp> gesture_help();

Words group_title(HelpGroup group);

}  // namespace convlens::ui
