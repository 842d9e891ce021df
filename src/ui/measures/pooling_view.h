#pragma once

#include "ui/kit/bar.h"
#include "ui/map/map_view.h"

namespace convlens::ui {

// My map beside what a pooling layer leaves of it, cell under cell.
void pooling_controls(const PanelContext& context, Bar& bar);
void pooling_view(const PanelContext& context, MapsSeen& seen);

}  // namespace convlens::ui
