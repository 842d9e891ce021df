#pragma once

#include "lab/shown/large_map.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// One map of the network, large: the pointer takes a cell of it apart, a click keeps that one. Of a
// list, all of its values, of which a click picks one.
void large_map_panel(const PanelContext& context, lab::TakenApart& taken);

}  // namespace convlens::ui
