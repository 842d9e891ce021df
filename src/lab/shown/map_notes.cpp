#include "lab/shown/map_notes.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/statistics.h"

namespace convlens::lab {
namespace {

// Without branches and in 32 bits, so that the compiler takes many values at once: of a frame of
// 1080p it is done anew in each frame.
void count(std::span<const float> values, ValueRange range, MapNotes& notes) {
  constexpr float kMax = std::numeric_limits<float>::max();
  std::uint32_t below = 0;
  std::uint32_t above = 0;
  std::uint32_t not_finite = 0;
  for (const float value : values) {
    const auto finite = static_cast<std::uint32_t>(std::abs(value) <= kMax);
    not_finite += 1U - finite;
    below += finite & static_cast<std::uint32_t>(value < range.lo);
    above += finite & static_cast<std::uint32_t>(value > range.hi);
  }
  notes.below += below;
  notes.above += above;
  notes.not_finite += not_finite;
}

}  // namespace

MapNotes map_notes(std::span<const float> values, ValueRange range) {
  constexpr std::size_t kBlock = std::size_t{1} << 24U;  // whose counts fit
  MapNotes notes;
  for (std::size_t first = 0; first < values.size(); first += kBlock) {
    count(values.subspan(first, std::min(kBlock, values.size() - first)), range, notes);
  }
  const ValueRange own = finite_range(values);
  notes.flat = notes.not_finite < values.size() && own.lo == own.hi;
  notes.zero = notes.flat && own.lo == 0.0f;
  return notes;
}

}  // namespace convlens::lab
