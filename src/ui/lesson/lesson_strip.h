#pragma once

#include "ui/kit/context.h"

namespace convlens::ui {

// How high it is, in pixels; 0 where nobody is in a lesson. The same as long as a step lasts.
float lesson_strip_height(const PanelContext& context);
// The step of the lesson over the window's whole width, from `top` pixels down: what it says, what
// it asks, and what came of it.
void lesson_strip(const PanelContext& context, float top);

}  // namespace convlens::ui
