#pragma once

#include "ui/filter/stage.h"

namespace convlens::ui {

// Under the stage: the brush, its tools, where it writes, the sum of the weights, and where to
// start.
void brush_tab(const PanelContext& context, Stage& stage);

}  // namespace convlens::ui
