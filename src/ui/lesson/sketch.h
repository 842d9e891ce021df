#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// How much room the map that is to be drawn takes, in pixels; nothing where the step asks for none.
// The same before the curtain is lifted and after.
ImVec2 sketch_size(const PanelContext& context);
// The small canvas on which it is drawn and what lifts the curtain; then the map beside it, and how
// the two differ. `at`: on the screen.
void sketch(const PanelContext& context, ImVec2 at);

}  // namespace convlens::ui
