#include "lab/shown/map_notes.h"

#include <algorithm>
#include <cmath>

#include "core/statistics.h"

namespace convlens::lab {

MapNotes map_notes(std::span<const float> values, ValueRange range) {
  MapNotes notes;
  for (const float value : values) {
    if (!std::isfinite(value)) {
      ++notes.not_finite;
    } else if (value < range.lo) {
      ++notes.below;
    } else if (value > range.hi) {
      ++notes.above;
    }
  }
  const ValueRange own = finite_range(values);
  notes.flat = notes.not_finite < values.size() && own.lo == own.hi;
  notes.zero = notes.flat && own.lo == 0.0f;
  return notes;
}

}  // namespace convlens::lab
