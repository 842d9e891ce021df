#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

inline constexpr float kSessionWidth = 168;  // design pixels

// The file that the lab is in, and what can be done about it: begin anew, open, save, and the
// sessions of late.
void session_menu(const PanelContext& context);

}  // namespace convlens::ui
