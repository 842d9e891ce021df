#pragma once

#include <imgui_internal.h>

#include "ui/kit/context.h"

// What the network sees. All of it: only while a network is on the bench and computed.
namespace convlens::ui {

// Where it comes from, and which item of several it is.
void input_source(const PanelContext& context);

// Channels (1, H, W, C) of a network's input or output as they stand beside each other in a
// picture, as large as `room` allows, from the cursor. Returns its corners.
ImRect framed_channels(const PanelContext& context, const Shape& shape, ImTextureID texture,
                       ImVec2 room);

// Its shape, what it is, and what is done to its values, which a click changes.
void input_facts(const PanelContext& context);

}  // namespace convlens::ui
