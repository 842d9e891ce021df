#pragma once

#include <imgui.h>

#include <array>

#include "ui/kit/context.h"

// How large texts and controls are, on top of the display's own scale.
namespace convlens::ui {

inline constexpr std::array kInterfaceScales{0.75f, 0.8f,  0.9f, 1.0f, 1.1f, 1.25f,
                                             1.5f,  1.75f, 2.0f, 2.5f, 3.0f};

// The largest of them that a window of so many pixels, on a display of that scale, has room for: 1
// where it has none for any.
float largest_interface_scale(ImVec2 window, float display_scale);

// What a window shows where `wanted` was chosen: no more than it has room for.
float shown_interface_scale(float wanted, ImVec2 window, float display_scale);

// The scale of everything, the display's included: that chosen, or, of a lecture's bench,
// lecture_scale().
float shown_scale(const lab::View& view, ImVec2 window, float display_scale);
// The one that can be read from the last row: the smallest texts are 20 high in a window of
// 1280x720.
float lecture_scale(const lab::View& view, ImVec2 window);

// So many steps on in the list. Where that is more than the window has room for, the largest that
// it has room for, which the log says.
void step_interface_scale(const PanelContext& context, int steps);

// Ctrl and the wheel where nothing under the pointer takes the wheel itself.
void interface_scale_wheel(const PanelContext& context);

}  // namespace convlens::ui
