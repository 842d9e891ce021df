#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// A list of the colour maps to choose `chosen` from.
void colormap_choice(const PanelContext& context, Colormap& chosen);

}  // namespace convlens::ui
