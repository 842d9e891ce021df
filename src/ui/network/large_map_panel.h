#pragma once

#include <cstddef>

#include "lab/shown/large_map.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// One map of the network, large: the pointer takes a cell of it apart, a click keeps that one. Of a
// list, all of its values, of which a click picks one.
void large_map_panel(const PanelContext& context, lab::TakenApart& taken);

// The line of a menu that saves all maps that a node of the network gives.
void save_layer_line(const PanelContext& context, std::size_t node);

}  // namespace convlens::ui
