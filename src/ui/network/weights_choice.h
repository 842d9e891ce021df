#pragma once

#include "ui/kit/bar.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// Trained, mine or untrained: which weights the network on the bench is shown with.
void add_weights_choice(const PanelContext& context, Bar& bar);

}  // namespace convlens::ui
