#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <optional>

#include "core/colormap.h"

namespace convlens::lab {

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

}  // namespace convlens::lab
