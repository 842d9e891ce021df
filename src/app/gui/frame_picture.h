#pragma once

#include <imgui.h>

#include "core/image.h"
#include "core/result.h"

namespace convlens::app {

// What a panel, or its part below a bar, covers of the frame that was built, in its units; all of
// it for 0, or where there is no such panel.
ImVec4 panel_part(const ImDrawData& frame, ImGuiID panel);

// A part of a frame (left, top, right, bottom) drawn off-screen, at the density that the frame was
// built for, on `background`. What is drawn into afterwards is what was before. Errors name the
// size that the device cannot hold.
Result<Image> frame_picture(ImDrawData& frame, const ImVec4& part, ImU32 background);

}  // namespace convlens::app
