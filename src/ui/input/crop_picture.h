#pragma once

#include <imgui_internal.h>

#include <cstddef>

#include "ui/kit/context.h"

namespace convlens::ui {

// The chosen picture's crop alone, `width` pixels wide at the cursor: exactly what goes into the
// convolution, with the windows of the cell under the pointer and of the pinned one.
void crop_picture(const PanelContext& context, float width);

// The windows of those cells on a picture whose crop lies at `crop` on the screen.
void draw_receptive_fields(const PanelContext& context, std::size_t source, const ImRect& crop);

}  // namespace convlens::ui
