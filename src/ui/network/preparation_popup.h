#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// Words that say what is done to pictures before the network sees them; pressed, they open a pop-up
// in which it can be changed: the order of the colours, scale, mean, deviation and size.
void preparation_button(const PanelContext& context);

}  // namespace convlens::ui
