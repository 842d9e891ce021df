#pragma once

#include "ui/stage.h"

namespace convlens::ui {

// The Filter column: my filters as pictures, the stage, the brush, the sum, and where to start.
void filter_panel(const PanelContext& context, Stage& stage);

}  // namespace convlens::ui
