#pragma once

#include "ui/kit/context.h"
#include "ui/map/map_view.h"

namespace convlens::ui {

// All of my maps: a row a picture, a column a filter, in blocks that show them largest. `height`:
// of a child window.
void all_maps(const PanelContext& context, MapsSeen& seen, float height);

}  // namespace convlens::ui
