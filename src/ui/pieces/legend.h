#pragma once

#include <optional>

#include "ui/kit/context.h"

namespace convlens::ui {

// What a legend has marks for.
struct LegendMarks {
  std::optional<ValueRange> before = std::nullopt;  // ticks at its limits
  bool below = false;                               // a triangle where values lie beyond an end
  bool above = false;
};

// A strip of a colour map between the numbers that its ends stand for, its upper right
// corner at `right_top`, no wider than `max_width` pixels. Returns its left end.
float draw_legend(const PanelContext& context, ImVec2 right_top, float max_width, ValueRange range,
                  Colormap colormap, const LegendMarks& marks = {});

}  // namespace convlens::ui
