#pragma once

#include <imgui.h>

#include "ui/kit/context.h"

namespace convlens::ui {

// The menu of a docked panel, or of the sum in it, where nothing in it has one of its own. After
// all panels. `opened_on`: what it is of while it is open, kept from frame to frame.
void panel_menu(const PanelContext& context, ImGuiID& opened_on);

}  // namespace convlens::ui
