#pragma once

#include "ui/kit/context.h"
#include "ui/map/map_view.h"

namespace convlens::ui {

// One map of a crop that is shown `width` pixels wide, at the cursor, with its name and legend
// under it: it enlarges, is hovered and, where it is mine, pinned as in the Maps column. What was
// drawn.
FramedMap single_map(const PanelContext& context, const lab::MapId& id, const char* name,
                     float width, MapsSeen& seen);

}  // namespace convlens::ui
