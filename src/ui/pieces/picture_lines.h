#pragma once

#include "lab/picture_of.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// What stands in the menu of everything that can be taken along as a picture: copy it, save it, and
// how large, with its legend or without.
void picture_lines(const PanelContext& context, const lab::PictureOf& what);

}  // namespace convlens::ui
