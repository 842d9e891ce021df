#pragma once

#include <imgui_internal.h>

#include <string>

#include "lab/shown/layer_sum.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// The name of a map among a cell's terms, in the box: a click shows that map large, and the menu
// copies its numbers, too. Of the network's input, which is no map, only the numbers.
void term_item(const PanelContext& context, const lab::LayerSum& sum, const lab::MapShare& share,
               const std::string& name, const ImRect& box);

}  // namespace convlens::ui
