#pragma once

#include "lab/shown/large_map.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// Why a cell of the network's large map has its value, whatever layer made it: only while a network
// is on the bench and computed.
void layer_sum_panel(const PanelContext& context, lab::TakenApart& taken);

}  // namespace convlens::ui
