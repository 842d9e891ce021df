#pragma once

#include <optional>

#include "ui/kit/context.h"

namespace convlens::ui {

// A list of the colour maps, `chosen` standing in it; the one that was taken, if any.
std::optional<Colormap> colormap_choice(const PanelContext& context, Colormap chosen);
inline constexpr float kColormapWidth = 108;  // of that list, in design pixels

}  // namespace convlens::ui
