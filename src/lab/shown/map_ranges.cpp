#include "lab/shown/map_ranges.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "lab/shown/shown_maps.h"

namespace convlens::lab {
namespace {

// What own ranges are made of, the same for all maps of a kind; nothing where it is all values.
std::optional<RangeBasis> basis_of(const Lab& lab, const RangeChoice& choice, const MapId& map) {
  if (!choice.percentiles && choice.border != Border::kLeftOut) return std::nullopt;
  return RangeBasis{choice.percentiles, is_signed(lab.view().colormap),
                    unpadded_part(lab, map).value_or(MapPart{})};
}

// Of a map that is there.
ValueRange own_range(const Lab& lab, const std::optional<RangeBasis>& basis, const MapId& map) {
  const FeatureMap& shown = *lab.map(map);
  return basis ? lab.own_ranges().of(map, shown, *basis) : shown.range;
}

// Of all my maps and, where they are shown beside them, their partners.
ValueRange shared_range(const Lab& lab, const RangeChoice& choice) {
  std::optional<ValueRange> shared;
  const auto add = [&](const MapId& map, const std::optional<RangeBasis>& basis) {
    const ValueRange own = own_range(lab, basis, map);
    const ValueRange before = shared.value_or(own);
    shared = {std::min(before.lo, own.lo), std::max(before.hi, own.hi)};
  };
  const bool pairs = lab.view().maps_tab == MapsTab::kPairs;
  const auto mine = basis_of(lab, choice, MapId::mine(0, 0));
  const auto trained = pairs ? basis_of(lab, choice, MapId::trained(0, 0)) : std::nullopt;
  for (std::size_t f = 0; f < lab.document().filters.size(); ++f) {
    const auto beside = pairs ? lab.partner(f) : std::nullopt;
    for (std::size_t s = 0; s < lab.document().sources.size(); ++s) {
      add(MapId::mine(s, f), mine);
      if (beside) add(MapId::trained(s, beside->filter), trained);
    }
  }
  return shared.value_or(ValueRange{});
}

// Before a signed map widens it.
ValueRange chosen_range(const Lab& lab, const RangeChoice& choice, const MapId& map) {
  if (choice.pinned) {
    const auto found = choice.pinned->find(map);
    if (found != choice.pinned->end()) return found->second;
  } else if (choice.shared) {
    return shared_range(lab, choice);
  }
  return own_range(lab, basis_of(lab, choice, map), map);
}

ValueRange range_chosen_before(const Lab& lab, const MapId& map) {
  return chosen_range(lab, lab.view().range_glide.from, map);
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
  return map.kind == MapKind::kMine || map.kind == MapKind::kTrained ||
         map.kind == MapKind::kPooled;
}

bool is_spectrum(const MapId& map) {
  return map.kind == MapKind::kResponse || map.kind == MapKind::kPictureSpectrum ||
         map.kind == MapKind::kMapSpectrum;
}

float rounding_of(ValueRange range) {
  // Some hundred roundings of float32, as two ways to one sum of 147 products differ by.
  constexpr float kRoundings = 256 * std::numeric_limits<float>::epsilon();
  return kRoundings * std::max(std::abs(range.lo), std::abs(range.hi));
}

void glide_ranges(View& view, float seconds) {
  RangeGlide& glide = view.range_glide;
  const bool first = !glide.to;
  if (first || *glide.to != view.ranges) {
    if (!first) glide.from = *std::move(glide.to);
    glide.to = view.ranges;
    glide.done = first ? 1.0f : 0.0f;
  }
  const float part = seconds > 0.0f ? seconds / RangeGlide::kSeconds : 1.0f;
  glide.done = std::min(1.0f, glide.done + part);
}

ValueRange shown_range(const Lab& lab, const MapId& map) {
  const View& view = lab.view();
  // What pooling leaves has the colours of what it is made of.
  if (map.kind == MapKind::kPooled) return shown_range(lab, MapId::mine(map.source, map.index));
  if (is_spectrum(map)) return {0.0f, lab.map(map)->range.hi};
  if (!follows_choice(map)) return signed_range(lab, map);
  ValueRange range = chosen_range(lab, view.ranges, map);
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
    pinned.emplace(map, chosen_range(lab, view.ranges, map));
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
