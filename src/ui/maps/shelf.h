#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// The design's height of the shelf with one or two rows of filters.
float shelf_height(const PanelContext& context);

// The trained first layer's filters under my maps: a click sets one beside my filter on the stage;
// buttons take it, put mine in its place, or put it on the stage. Leaves `below` pixels free.
void trained_shelf(const PanelContext& context, float below);

}  // namespace convlens::ui
