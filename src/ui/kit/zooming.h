#pragma once

#include "lab/zoom.h"
#include "ui/kit/context.h"

// Looking closer: the same gestures on every picture and map.
namespace convlens::ui {

// What an InvisibleButton under a zoomed picture reacts to.
inline constexpr ImGuiButtonFlags kZoomButton = ImGuiButtonFlags_MouseButtonLeft |
                                                ImGuiButtonFlags_MouseButtonMiddle |
                                                ImGuiButtonFlags_EnableNav;

// How large a pixel of a picture or a map becomes: its numbers fit into it.
inline constexpr float kLargestPixel = 96;

struct ZoomGestures {
  bool wheel = true;      // else only with Ctrl, and the panel scrolls
  bool left_drag = true;  // moves on while enlarged, as the middle button does
};

// The wheel over the item before zooms about the pointer, a drag moves on, a double click shows all
// again. `min`: the frame's upper left corner on the screen.
void zoom_gestures(const PanelContext& context, lab::Zoom& zoom, const lab::ZoomFrame& frame,
                   ImVec2 min, ZoomGestures gestures);

// Whether a pressed kZoomButton was a click with the left button and no drag, or a key.
bool clicked(const PanelContext& context, bool pressed);

// Buttons for all of it; `middle` is what is in the middle while nothing is enlarged yet.
void zoom_buttons(const PanelContext& context, lab::Zoom& zoom, double middle_row,
                  double middle_column);
float zoom_buttons_width(const PanelContext& context);

}  // namespace convlens::ui
