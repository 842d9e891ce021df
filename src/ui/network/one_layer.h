#pragma once

#include "ui/kit/context.h"
#include "ui/network/flow_columns.h"

namespace convlens::ui {

// All maps of the layer whose map is shown large, as large as the room has it.
void one_layer(const PanelContext& context, FlowColumns& columns);

}  // namespace convlens::ui
