#pragma once

#include "ui/shell/commands.h"

namespace convlens::ui {

// A command as a line of a menu, by the name and the key that it has everywhere.
void command_line(const PanelContext& context, Action action, bool ticked = false);

}  // namespace convlens::ui
