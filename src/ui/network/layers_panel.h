#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// The network from its input to its output: a column a layer, in it all maps that the layer gives.
// A click on a map of a convolution puts its filter on the stage.
void layers_panel(const PanelContext& context);

}  // namespace convlens::ui
