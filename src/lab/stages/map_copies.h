#pragma once

#include <span>

#include "core/colormap.h"

namespace convlens::lab {

// finite_range() on all cores: large maps are read at the speed of memory.
ValueRange range_of_map(std::span<const float> map);
// The same of what is copied while it is copied, to a map of the same size.
ValueRange copied_map(std::span<const float> from, std::span<float> to);

}  // namespace convlens::lab
