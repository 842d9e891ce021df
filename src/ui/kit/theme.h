#pragma once

#include <imgui.h>

#include "lab/view.h"

namespace convlens::ui {

// The colours of a page. Mine and trained are never told apart by colour alone.
struct Palette {
  ImU32 background;  // between the panels
  ImU32 panel;
  ImU32 hover;  // under a control that the pointer is on, and under the ways of a choice
  ImU32 text;
  ImU32 secondary;
  ImU32 disabled;  // text of what cannot be chosen now
  ImU32 line;      // hairlines, which only divide
  ImU32 accent;    // what is mine, and what is on
  ImU32 on_accent;
  ImU32 trained;
  ImU32 untrained;  // and the frames of controls
  ImU32 error;
};

const Palette& palette(lab::Theme theme);
// How far two colours are apart for the eye, 1 to 21: WCAG 2.1's contrast ratio.
double contrast(ImU32 a, ImU32 b);
// A map's value as its colour map has it.
ImU32 map_color(float value, ValueRange range, Colormap colormap);
// A weight's colour: -scale, 0 and +scale are the halves and the middle of the signed map, where it
// is most vivid. One that is not finite has kNotFiniteColor.
ImU32 signed_color(float weight, float scale, lab::Theme theme);
// Black or white, whichever reads better on `background`.
ImU32 readable_on(ImU32 background);

// Sets Dear ImGui's style for the theme at a display scale (1.0 = 96 dpi).
void apply_style(lab::Theme theme, float scale);

}  // namespace convlens::ui
