#pragma once

#include "ui/map/map_view.h"

namespace convlens::ui {

// The legend under a map, as map_legend() has drawn it last, made a button: it opens what the
// colours span. The range typed, dragged on the map's histogram, each map's own or one for all, by
// all values or by the middle 98 of 100; and what is done about the border.
void range_popup(const PanelContext& context, MapsSeen& seen, const FramedMap& map);

}  // namespace convlens::ui
