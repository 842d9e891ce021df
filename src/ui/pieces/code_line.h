#pragma once

#include <cstddef>
#include <string>

#include "lab/shown/panel_code.h"
#include "ui/kit/context.h"

namespace convlens::ui {

// What a panel's code line takes of its height, with the gap above it; nothing in a low window,
// whose panels need it themselves.
float code_line_height(const PanelContext& context);

// The line of Python of a panel, see lab::panel_code(), at the bottom of what the window has left,
// with a button that copies all of it. Nothing where there is no room or nothing to say: a low
// panel does without it first.
void code_line(const PanelContext& context, lab::CodePanel panel);

// The text in at most so many characters, "begin...end" in the middle where it is longer.
std::string elided(const std::string& text, std::size_t characters);

}  // namespace convlens::ui
