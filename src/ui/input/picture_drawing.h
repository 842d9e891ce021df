#pragma once

#include <imgui_internal.h>

#include <cstddef>

#include "ui/kit/context.h"

// How a photograph is drawn; what is done with it stands in input_panel.cpp.
namespace convlens::ui {

// The crop on the picture between `min` and `max`, the rest of it veiled, with handles.
void draw_crop(const PanelContext& context, ImVec2 min, ImVec2 max, const ImRect& crop,
               float handle_px);
// The pixels of a picture in the frame, real ones where they are enlarged; pixel (0, 0) lies at
// `origin`.
void draw_pixels(const PanelContext& context, std::size_t source, const ImRect& frame,
                 ImVec2 origin, float pixel);
// "[178, 260]  213 180 90" and the same times 1/255. `in_image`: (x, y) in pixels of the picture.
void pixel_tooltip(const PanelContext& context, const lab::Picture& picture, ImVec2 in_image);

}  // namespace convlens::ui
