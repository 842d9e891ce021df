#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// The notebook's figures of what is on the bench and of the network, one at a time, as large as the
// room allows.
void figures_view(const PanelContext& context);

}  // namespace convlens::ui
