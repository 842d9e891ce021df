#include "lab/shown/map_ranges.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace convlens::lab {
namespace {

// Of all my maps and, where they are shown beside them, their partners.
ValueRange shared_range(const Lab& lab) {
  ValueRange shared = lab.pipeline().shared_range();
  for (std::size_t f = 0;
       lab.view().maps_tab == MapsTab::kPairs && f < lab.document().filters.size(); ++f) {
    const auto beside = lab.partner(f);
    if (!beside) continue;
    for (std::size_t s = 0; s < lab.document().sources.size(); ++s) {
      const ValueRange range = lab.trained_maps().map(s, beside->filter).range;
      shared = {std::min(shared.lo, range.lo), std::max(shared.hi, range.hi)};
    }
  }
  return shared;
}

// Before a signed map widens it.
ValueRange chosen_range(const Lab& lab, bool shared, const std::optional<PinnedRanges>& pinned,
                        const MapId& map) {
  if (pinned) {
    const auto found = pinned->find(map);
    if (found != pinned->end()) return found->second;
  } else if (shared) {
    return shared_range(lab);
  }
  return lab.map(map)->range;
}

ValueRange range_chosen_before(const Lab& lab, const MapId& map) {
  const RangeChoice& from = lab.view().range_glide.from;
  return chosen_range(lab, from.shared, from.pinned, map);
}

// Of a difference or a change. Rounding alone is not painted at full strength.
ValueRange signed_range(const Lab& lab, const MapId& map) {
  const ValueRange own = lab.map(map)->range;
  const float least = rounding_of(lab.map(MapId::mine(map.source, map.index))->range);
  return range_for(signed_colormap(lab.view().theme),
                   {std::min(own.lo, -least), std::max(own.hi, least)});
}

}  // namespace

bool follows_choice(const MapId& map) {
  return map.kind == MapKind::kMine || map.kind == MapKind::kTrained;
}

float rounding_of(ValueRange range) {
  // Some hundred roundings of float32, as two ways to one sum of 147 products differ by.
  constexpr float kRoundings = 256 * std::numeric_limits<float>::epsilon();
  return kRoundings * std::max(std::abs(range.lo), std::abs(range.hi));
}

void glide_ranges(View& view, float seconds) {
  RangeGlide& glide = view.range_glide;
  const bool first = !glide.to;
  if (first || glide.to->shared != view.shared_range || glide.to->pinned != view.pinned_ranges) {
    if (!first) glide.from = *std::move(glide.to);
    glide.to = RangeChoice{view.shared_range, view.pinned_ranges};
    glide.done = first ? 1.0f : 0.0f;
  }
  const float part = seconds > 0.0f ? seconds / RangeGlide::kSeconds : 1.0f;
  glide.done = std::min(1.0f, glide.done + part);
}

ValueRange shown_range(const Lab& lab, const MapId& map) {
  const View& view = lab.view();
  if (!follows_choice(map)) return signed_range(lab, map);
  ValueRange range = chosen_range(lab, view.shared_range, view.pinned_ranges, map);
  if (view.range_glide.done < 1.0f) {
    const ValueRange from = range_chosen_before(lab, map);
    range = {std::lerp(from.lo, range.lo, view.range_glide.done),
             std::lerp(from.hi, range.hi, view.range_glide.done)};
  }
  return range_for(view.colormap, range);
}

std::optional<ValueRange> range_before(const Lab& lab, const MapId& map) {
  const View& view = lab.view();
  if (view.range_glide.done >= 1.0f || !follows_choice(map)) return std::nullopt;
  return range_for(view.colormap, range_chosen_before(lab, map));
}

PinnedRanges ranges_to_pin(const Lab& lab) {
  const View& view = lab.view();
  PinnedRanges pinned;
  const auto pin = [&](const MapId& map) {
    pinned.emplace(map, chosen_range(lab, view.shared_range, view.pinned_ranges, map));
  };
  for (std::size_t s = 0; s < lab.document().sources.size(); ++s) {
    for (std::size_t f = 0; f < lab.document().filters.size(); ++f) {
      pin(MapId::mine(s, f));
      if (const auto beside = lab.partner(f)) pin(MapId::trained(s, beside->filter));
    }
  }
  return pinned;
}

}  // namespace convlens::lab
