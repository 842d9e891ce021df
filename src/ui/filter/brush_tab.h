#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// What a drag over the stage writes, and how: one line.
void brush_tab(const PanelContext& context);

}  // namespace convlens::ui
