#pragma once

#include "ui/panel.h"

namespace convlens::ui {

// What becomes of the chosen picture before the filters see it, as the notebook tells it: shapes,
// types and ranges, with the crop's size to type.
void input_chain(const PanelContext& context);

// The notebook's crop for the chosen picture.
void usual_crop_button(const PanelContext& context);

// The room for pictures in the Input column: the same whether or not a scroll bar takes the place
// of the right padding, so that the bar cannot change the height that it depends on.
float input_width(const PanelContext& context);

}  // namespace convlens::ui
