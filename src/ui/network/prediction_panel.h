#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// What the network sees and what it takes it for: its input, the probability of each class with
// its change from the trained weights, and how it does on its test set.
void prediction_panel(const PanelContext& context);

}  // namespace convlens::ui
