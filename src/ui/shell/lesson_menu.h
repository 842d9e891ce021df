#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// The list of lessons, behind one control of the top bar.
void lesson_menu(const PanelContext& context);
float lesson_menu_width(const PanelContext& context);

}  // namespace convlens::ui
