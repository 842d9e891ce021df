#pragma once

#include <optional>

#include "core/colormap.h"
#include "lab/lab.h"

// Which range of values the colours of a map span.
namespace convlens::lab {

// Notices another choice and glides on by the seconds that passed since the frame before. Where no
// clock runs, it is there at once.
void glide_ranges(View& view, float seconds);

// Whether the view's colour map and choice of ranges are a map's: those of mine and of the trained
// ones, and what pooling leaves of mine. A difference and a change have signed colours.
bool follows_choice(const MapId& map);
// Whether it holds magnitudes of frequencies, from 0 to the largest.
bool is_spectrum(const MapId& map);

// What the colours of a map that is there span, glide included: what the view chooses for mine and
// the trained ones, what a difference or a change needs round 0.
ValueRange shown_range(const Lab& lab, const MapId& map);
// How large a difference of two maps of this range may be for no other reason than rounding.
float rounding_of(ValueRange range);
// Where its range began, while it glides.
std::optional<ValueRange> range_before(const Lab& lab, const MapId& map);
// The ranges that are chosen now, of all my maps and the trained ones beside them.
PinnedRanges ranges_to_pin(const Lab& lab);

}  // namespace convlens::lab
