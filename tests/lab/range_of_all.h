#pragma once

#include <algorithm>

#include "lab/stages/pipeline.h"

namespace convlens::lab {

// Smallest and largest value over all maps.
inline ValueRange range_of_all(const Pipeline& pipeline) {
  ValueRange all = pipeline.map(0, 0).range;
  for (std::size_t s = 0; s < pipeline.source_count(); ++s) {
    for (std::size_t f = 0; f < pipeline.filter_count(); ++f) {
      const ValueRange own = pipeline.map(s, f).range;
      all = {std::min(all.lo, own.lo), std::max(all.hi, own.hi)};
    }
  }
  return all;
}

}  // namespace convlens::lab
