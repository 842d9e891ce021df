#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// The height of the shelf in the column, in pixels, where the maps over it ask for `maps_px`: a row
// of filters, and, where height is left, what is done with them in a line of its own and a second
// row. 0 where nothing trained can stand there.
float shelf_height(const PanelContext& context, float maps_px);

// The trained first layer's filters under my maps: a click sets one beside my filter on the stage;
// actions take it, put mine in its place, or put it on the stage.
void trained_shelf(const PanelContext& context, float height);

}  // namespace convlens::ui
