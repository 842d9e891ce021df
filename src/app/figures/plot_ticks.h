#pragma once

#include <string>
#include <vector>

namespace convlens::app {

// A number on an axis.
struct Tick {
  double value = 0.0;
  std::string label;  // UTF-8, with a true minus sign, as matplotlib writes it
};

// The round numbers within [lo, hi] that cut it into at most `max_intervals`: multiples of 1, 2,
// 2.5, 5 or 10 times a power of ten, at least `min_step` apart. lo < hi, both finite.
std::vector<Tick> round_ticks(double lo, double hi, int max_intervals, double min_step = 0.0);

}  // namespace convlens::app
