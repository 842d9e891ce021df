#pragma once

#include <string>

#include "ui/kit/context.h"

namespace convlens::ui {

// All keys and gestures over the window, as long as Shown::show_help: F1, Escape and a click beside
// it close it.
void help_overlay(const PanelContext& context);

// A chord as it stands on a keyboard: "Ctrl+Shift+Z", "Page Up", "+".
std::string chord_name(ImGuiKeyChord chord);

}  // namespace convlens::ui
