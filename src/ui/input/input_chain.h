#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// What becomes of the chosen picture before the filters see it, as the notebook tells it: shapes,
// types and ranges, with the crop's size to type.
void input_chain(const PanelContext& context);

// The notebook's crop for a picture.
void take_usual_crop(lab::Lab& lab, std::size_t source);
// As much of the picture as the crop's aspect allows, scaled to its size.
void fit_picture(lab::Lab& lab, std::size_t source);

}  // namespace convlens::ui
