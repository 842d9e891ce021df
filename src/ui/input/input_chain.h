#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// What becomes of the chosen picture before the filters see it, as the notebook tells it: shapes,
// types and ranges, with the crop's size to type.
void input_chain(const PanelContext& context);

// The notebook's crop for the chosen picture.
void usual_crop_button(const PanelContext& context);

}  // namespace convlens::ui
