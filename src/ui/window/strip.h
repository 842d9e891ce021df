#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// One line under the top bar, where lab::shows_strip(): that the last session is here again, with
// the way to begin anew, or the hint that leads to the first stroke and beyond it.
void strip(const PanelContext& context);

}  // namespace convlens::ui
