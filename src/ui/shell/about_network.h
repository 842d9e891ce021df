#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// In the bar at the top, a button that shows what the open network's file is and what there is to
// know of how it was understood; drawn filled where there is such a thing. Nothing where no network
// is open.
void about_network(const PanelContext& context);

}  // namespace convlens::ui
