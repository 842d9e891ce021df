#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/colormap.h"

namespace convlens {

// Smallest and largest finite value; {0, 0} where there is none.
ValueRange finite_range(std::span<const float> values);

// numpy.percentile(values, [lower, upper]) of the finite values, interpolated linearly between the
// two that are nearest; {0, 0} where there is none. 0 <= lower <= upper <= 100.
ValueRange percentiles(std::span<const float> values, double lower, double upper);

struct Moments {
  double mean = 0.0;
  double deviation = 0.0;  // of the population, as numpy.std
};
// Two passes in double precision. {0, 0} for no values; NaN and infinity propagate.
Moments moments(std::span<const float> values);

// The cosine of the angle between two of one length, -1 to 1; 0 where one is all zeros, NaN where a
// value is not finite or their squares are too large to add up.
double cosine(std::span<const float> a, std::span<const float> b);

// What no figure about values can count in.
struct NotFinite {
  std::size_t nan = 0;
  std::size_t infinite = 0;

  std::size_t count() const { return nan + infinite; }
};
NotFinite not_finite(std::span<const float> values);

// Whether both hold the same values in the same places, NaN where the other has NaN.
bool are_same(std::span<const float> a, std::span<const float> b);

// moments() of the finite values alone.
Moments finite_moments(std::span<const float> values);

// numpy.histogram(values, bins, range): bins of equal width over [lo, hi], the last one closed;
// values outside are not counted. Where lo == hi the range is widened by 0.5 each way, as numpy's,
// or to the next float32 where half a unit is too small to count. bins > 0, lo <= hi, both finite.
struct Histogram {
  std::vector<std::size_t> counts;  // one a bin
  std::vector<double> edges;        // counts.size() + 1, rounded to float32 as numpy's
};
inline constexpr int kUsualBins = 10;  // numpy's and matplotlib's own choice
Histogram histogram(std::span<const float> values, int bins, ValueRange range);
Histogram histogram(std::span<const float> values, int bins);  // over finite_range(values)

}  // namespace convlens
