#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "lab/document/filter.h"

namespace convlens::lab {

// The weights as Python text, "np.array([[[1, 0, -1], ...]])": (height, width, channels), or
// (height, width) for a filter of one channel. Every digit that a float needs, so that reading it
// again gives the same weights.
std::string filter_text(const Filter& filter);

// Filters from such text, or from plain rows of numbers, one a line or divided by ";", as people
// have them in papers and in other programs. Two axes are (height, width), three (height, width,
// channels), four (height, width, channels, count). Refuses, in one sentence that names the place:
// other words, rows of different lengths, and what to_filters() refuses.
Result<std::vector<Filter>> filters_from_text(std::string_view text);

}  // namespace convlens::lab
