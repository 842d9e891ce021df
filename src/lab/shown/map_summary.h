#pragma once

#include <span>

#include "core/statistics.h"

namespace convlens::lab {

// How the values of one map are distributed.
struct MapSummary {
  ValueRange range;  // of the finite values; NaN where there is none
  Moments moments;
  double negative = 0.0;         // share of the values below 0
  double zero_after_relu = 0.0;  // share of those that a ReLU leaves at 0
};
MapSummary summarize_map(std::span<const float> values);

}  // namespace convlens::lab
