#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <optional>

#include "core/colormap.h"

// Which range of values the colours of a map span.
namespace convlens::lab {

class Lab;
struct View;

// One of the bench's maps: mine through a filter, or a trained one of a channel.
struct MapRef {
  std::size_t source = 0;
  std::size_t index = 0;  // of my filter, or of the trained channel
  bool trained = false;

  friend auto operator<=>(const MapRef&, const MapRef&) = default;
};

// Ranges that stay as they are whatever the values become. A map that has none here has its own.
using PinnedRanges = std::map<MapRef, ValueRange>;

// Each map's own range, one for all of them, or what was pinned.
struct RangeChoice {
  bool shared = false;
  std::optional<PinnedRanges> pinned;  // comes before the others

  friend bool operator==(const RangeChoice&, const RangeChoice&) = default;
};

// Another choice is not jumped to but glided to, so that the eye can follow what the colours do.
// Ranges that change because the values do are never late.
struct RangeGlide {
  static constexpr float kSeconds = 0.15f;

  std::optional<RangeChoice> to;  // the choice of the frame before
  RangeChoice from;
  float done = 1.0f;  // 0: as before, 1: there
};

// Notices another choice and glides on by the seconds that passed since the frame before. Where no
// clock runs, it is there at once.
void glide_ranges(View& view, float seconds);

// What the view chooses for a map, glide included.
ValueRange shown_range(const Lab& lab, MapRef map);
// Where its range began, while it glides.
std::optional<ValueRange> range_before(const Lab& lab, MapRef map);
// The ranges that are chosen now, of all my maps and the trained ones beside them.
PinnedRanges ranges_to_pin(const Lab& lab);

}  // namespace convlens::lab
