#pragma once

#include "ui/panel.h"

namespace convlens::ui {

// The Maps column: a row a picture, a column a filter, each map with the range that its colours
// span. Writes the context's hovered cell.
void maps_panel(const PanelContext& context);

}  // namespace convlens::ui
