#pragma once

#include <string>

#include "ui/kit/context.h"

namespace convlens::ui {

// One cell of one of my maps taken apart: the pinned one, or the one under the pointer.
// `press_paused`: the press that ends now has stopped a sweep, so it does not start it again.
void arithmetic_panel(const PanelContext& context, bool press_paused);

// The line of NumPy that computes it; empty where there is no cell.
std::string arithmetic_code(const PanelContext& context);

}  // namespace convlens::ui
