#pragma once

#include <span>

#include "ui/shell/commands.h"

namespace convlens::ui {

// What the pointer does, and the keys that only one panel takes.
struct GestureHelp {
  CommandGroup group = {};
  Text gesture;
  Text does;
};
std::span<const GestureHelp> gesture_help();

}  // namespace convlens::ui
