#pragma once

#include <optional>

#include "ui/kit/context.h"

namespace convlens::ui {

// A strip of a colour map between the numbers that its ends stand for, its upper right
// corner at `right_top`, no wider than `max_width` pixels, with ticks where the limits of `before`
// lie on it. Returns its left end.
float draw_legend(const PanelContext& context, ImVec2 right_top, float max_width, ValueRange range,
                  Colormap colormap, std::optional<ValueRange> before = std::nullopt);

}  // namespace convlens::ui
