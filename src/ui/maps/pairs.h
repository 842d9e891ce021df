#pragma once

#include "ui/kit/context.h"
#include "ui/map/map_view.h"

namespace convlens::ui {

// The height that two of the pairs, or all where they are fewer, take as large as their room is
// wide.
float pairs_height(const PanelContext& context);

// Each of my maps of the chosen picture beside the trained map that it is paired with, a row a
// pair, in the photograph's coordinates. Writes the context's hovered cell. Where nothing trained
// can stand there, the reason does, and all of mine. In a window of their own, whose height they
// are fitted to.
void pairs_view(const PanelContext& context, MapsSeen& seen);

}  // namespace convlens::ui
