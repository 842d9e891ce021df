#pragma once

#include <imgui.h>

#include "lab/view.h"

namespace convlens::ui {

// The colours of a page. Mine and trained are never told apart by colour alone.
struct Palette {
  ImU32 background;
  ImU32 panel;
  ImU32 text;
  ImU32 secondary;
  ImU32 line;    // hairlines and the frames of controls
  ImU32 hover;   // under a control that the pointer is on
  ImU32 accent;  // what is mine
  ImU32 on_accent;
  ImU32 trained;
  ImU32 untrained;
  ImU32 error;
};

const Palette& palette(lab::Theme theme);
// A weight's colour: -scale, 0 and +scale are the halves and the middle of the signed map, where it
// is most vivid. One that is not finite has kNotFiniteColor.
ImU32 signed_color(float weight, float scale, lab::Theme theme);
// Black or white, whichever reads better on `background`.
ImU32 readable_on(ImU32 background);

// Sets Dear ImGui's style for the theme at a display scale (1.0 = 96 dpi).
void apply_style(lab::Theme theme, float scale);

}  // namespace convlens::ui
