#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// What the network takes for what it sees: the probability of each class with its change from the
// trained weights, how it does on its test set, and the way from the trained weights to mine.
void prediction_panel(const PanelContext& context);

}  // namespace convlens::ui
