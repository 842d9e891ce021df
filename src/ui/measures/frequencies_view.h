#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// What the filter on the stage multiplies each frequency by, how strong each is in the photograph,
// and how strong in my map: the third is what the first leaves of the second.
void frequencies_view(const PanelContext& context);

}  // namespace convlens::ui
