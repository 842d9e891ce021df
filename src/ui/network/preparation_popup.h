#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// A button that says what is done to pictures before the network sees them, and opens a pop-up in
// which it can be changed: the order of the colours, scale, mean, deviation and size.
void preparation_button(const PanelContext& context);

}  // namespace convlens::ui
