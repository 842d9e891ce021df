#pragma once

#include "ui/map/map_view.h"

namespace convlens::ui {

// The menu of a map, which the item before shows: what can be done with its cell under the pointer,
// with its values, and with all maps alike.
void map_menu(const PanelContext& context, MapsSeen& seen, const FramedMap& map);

}  // namespace convlens::ui
