#pragma once

#include "ui/kit/bar.h"

namespace convlens::ui {

// Along the row or the column of the cell that is taken apart: the crop's channels, and below them
// my map beside the trained one. The pointer on a chart is on that cell of the map; a click pins
// it.
void line_controls(const PanelContext& context, Bar& bar);
void line_view(const PanelContext& context);

}  // namespace convlens::ui
