#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// All keys and gestures over the window, as long as Shown::show_help: F1, Escape and a click beside
// it close it.
void help_overlay(const PanelContext& context);

}  // namespace convlens::ui
