#pragma once

#include <cstddef>
#include <span>

#include "core/colormap.h"

namespace convlens::lab {

// What a map's colours cannot say of its values.
struct MapNotes {
  std::size_t below = 0;       // finite values below the range: they have its lowest colour
  std::size_t above = 0;       // and above it
  std::size_t not_finite = 0;  // NaN or infinite
  bool flat = false;           // all finite values are one
  bool zero = false;           // and that is 0

  std::size_t clipped() const { return below + above; }
};
MapNotes map_notes(std::span<const float> values, ValueRange range);

}  // namespace convlens::lab
