#include "lab/shown/map_ranges.h"

#include <algorithm>
#include <cmath>

namespace convlens::lab {
namespace {

// Of all my maps and, where they are shown beside them, their partners.
ValueRange shared_range(const Lab& lab) {
  ValueRange shared = lab.pipeline().shared_range();
  for (std::size_t f = 0; lab.view().pairs && f < lab.document().filters.size(); ++f) {
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
                        MapRef map) {
  if (pinned) {
    const auto found = pinned->find(map);
    if (found != pinned->end()) return found->second;
  } else if (shared) {
    return shared_range(lab);
  }
  return map.trained ? lab.trained_maps().map(map.source, map.index).range
                     : lab.pipeline().map(map.source, map.index).range;
}

ValueRange range_chosen_before(const Lab& lab, MapRef map) {
  const RangeChoice& from = lab.view().range_glide.from;
  return chosen_range(lab, from.shared, from.pinned, map);
}

}  // namespace

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

ValueRange shown_range(const Lab& lab, MapRef map) {
  const View& view = lab.view();
  ValueRange range = chosen_range(lab, view.shared_range, view.pinned_ranges, map);
  if (view.range_glide.done < 1.0f) {
    const ValueRange from = range_chosen_before(lab, map);
    range = {std::lerp(from.lo, range.lo, view.range_glide.done),
             std::lerp(from.hi, range.hi, view.range_glide.done)};
  }
  return range_for(view.colormap, range);
}

std::optional<ValueRange> range_before(const Lab& lab, MapRef map) {
  const View& view = lab.view();
  if (view.range_glide.done >= 1.0f) return std::nullopt;
  return range_for(view.colormap, range_chosen_before(lab, map));
}

PinnedRanges ranges_to_pin(const Lab& lab) {
  const View& view = lab.view();
  PinnedRanges pinned;
  const auto pin = [&](MapRef map) {
    pinned.emplace(map, chosen_range(lab, view.shared_range, view.pinned_ranges, map));
  };
  for (std::size_t s = 0; s < lab.document().sources.size(); ++s) {
    for (std::size_t f = 0; f < lab.document().filters.size(); ++f) {
      pin({s, f, false});
      if (const auto beside = lab.partner(f)) pin({s, beside->filter, true});
    }
  }
  return pinned;
}

}  // namespace convlens::lab
