#pragma once

#include "lab/view.h"
#include "media/recording/framing.h"
#include "ui/kit/recording.h"

namespace convlens::app {

// A place of the window in the pixels of its framebuffer, of which a unit of the window has so
// many.
media::FramePart part_at(const ui::RecordedPlaces::Place& place, ImVec2 pixels = ImVec2(1, 1));

// Frames of `scale` times what is seen there, on the view's page.
media::Framing framing_of(const media::FramePart& part, double scale, const lab::View& view);

}  // namespace convlens::app
