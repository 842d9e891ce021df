#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// Under the stage: what holds for all of my filters, their shape and their steps, and the ways in
// and out for them.
void all_filters_tab(const PanelContext& context);

}  // namespace convlens::ui
