#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// The probability of each class with its change from the trained weights, in `height` pixels: all
// of few, else the most probable. Of an answer that is maps, the maps.
void prediction_bars(const PanelContext& context, float height);

}  // namespace convlens::ui
