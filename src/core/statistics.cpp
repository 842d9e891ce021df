#include "core/statistics.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>

namespace convlens {
namespace {

// Independent partial results, one a lane, let the compiler use vector registers although
// floating-point arithmetic may not be reordered; they also shorten the chains of roundings.
constexpr std::size_t kLanes = 16;

// Sum of term(value) over all values, in double precision.
template <typename Term>
double lane_sum(std::span<const float> values, Term term) {
  std::array<double, kLanes> sums{};
  const std::size_t whole = values.size() / kLanes * kLanes;
  for (std::size_t i = 0; i < whole; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += term(values[i + lane]);
  }
  for (std::size_t i = whole; i < values.size(); ++i) sums[i - whole] += term(values[i]);
  double sum = 0.0;
  for (const double part : sums) sum += part;
  return sum;
}

// numpy.linspace(lo, hi, bins + 1) computed in Real, then rounded to float32, which is the type
// of numpy.histogram's edges for float32 values.
template <typename Real>
std::vector<double> bin_edges(int bins, Real lo, Real hi) {
  const Real step = (hi - lo) / static_cast<Real>(bins);
  std::vector<double> edges(static_cast<std::size_t>(bins) + 1);
  for (int i = 0; i < bins; ++i) {
    const Real offset = static_cast<Real>(i) * step;
    edges[static_cast<std::size_t>(i)] = static_cast<double>(static_cast<float>(lo + offset));
  }
  edges.back() = static_cast<double>(static_cast<float>(hi));
  return edges;
}

// An empty range gets a width: 0.5 each way, or the next float32 where values are so large that
// half a unit is lost.
ValueRange widened(ValueRange range) {
  if (range.lo != range.hi) return range;
  constexpr float kMax = std::numeric_limits<float>::max();
  return {std::min(range.lo - 0.5f, std::nextafter(range.lo, -kMax)),
          std::max(range.hi + 0.5f, std::nextafter(range.hi, kMax))};
}

// The edges decide which bin a value falls into; the division only gives a first guess, which
// rounding may put one bin off.
Histogram counted(std::span<const float> values, std::vector<double> edges) {
  const std::size_t bins = edges.size() - 1;
  Histogram result{std::vector<std::size_t>(bins, 0), std::move(edges)};
  const double lo = result.edges.front();
  const double hi = result.edges.back();
  const double bins_per_unit = static_cast<double>(bins) / (hi - lo);
  for (const float single : values) {
    const auto value = static_cast<double>(single);
    if (!(value >= lo && value <= hi)) continue;  // NaN fails both comparisons
    auto bin = std::min(static_cast<std::size_t>((value - lo) * bins_per_unit), bins - 1);
    if (value < result.edges[bin]) {
      --bin;
    } else if (bin + 1 < bins && value >= result.edges[bin + 1]) {
      ++bin;
    }
    ++result.counts[bin];
  }
  return result;
}

// The finite values in their order, without sorting them: they are counted by the first bits of
// what orders them, and only those that share the bits of the one that is asked for are looked at.
// Of a map of 1080p, sorting a copy in parts takes five times as long.
class Ranked {
 public:
  explicit Ranked(std::span<const float> values) : values_(values) {
    for (const float value : values) {
      const std::uint32_t bucket = bucket_of(value);
      ++sizes_[bucket];
    }
    for (std::uint32_t bucket = kFirst; bucket <= kLast; ++bucket) count_ += sizes_[bucket];
  }
  std::size_t count() const { return count_; }

  // As numpy.percentile has it, of one value at least.
  float percentile(double percent) const {
    const double place = percent / 100.0 * static_cast<double>(count_ - 1);
    auto rank = static_cast<std::size_t>(std::floor(place));
    std::uint32_t bucket = kFirst;
    while (rank >= sizes_[bucket]) rank -= sizes_[bucket++];
    std::vector<float> alike = values_in(bucket);
    const auto below = alike.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(alike.begin(), below, alike.end());
    const double share = place - std::floor(place);
    if (share == 0.0) return *below;
    // The next in order is the least of those behind it.
    const double next =
        static_cast<double>(below + 1 != alike.end() ? *std::min_element(below + 1, alike.end())
                                                     : least_behind(bucket));
    return static_cast<float>(std::lerp(static_cast<double>(*below), next, share));
  }

 private:
  static constexpr std::uint32_t kSign = 0x80000000U;
  static constexpr int kShift = 20;  // sign, exponent and three bits of the mantissa are left
  static std::uint32_t key_of(float value) {
    // 0 and -0 are one.
    const auto bits = std::bit_cast<std::uint32_t>(value + 0.0f);
    return (bits & kSign) != 0 ? ~bits : bits | kSign;
  }
  static std::uint32_t bucket_of(float value) { return key_of(value) >> kShift; }
  // Of those with all bits of the exponent, infinities and NaN, there are none.
  static constexpr std::uint32_t kFirst = (~0xff800000U >> kShift) + 1;
  static constexpr std::uint32_t kLast = ((0x7f800000U | kSign) >> kShift) - 1;

  std::vector<float> values_in(std::uint32_t bucket) const {
    // Each value is written, and stays where it is one of them: nobody can foretell which is. The
    // last place is for those behind the last of them.
    std::vector<float> alike(sizes_[bucket] + 1);
    std::size_t found = 0;
    for (const float value : values_) {
      alike[found] = value;
      found += bucket_of(value) == bucket ? 1 : 0;
    }
    alike.pop_back();
    return alike;
  }
  float least_behind(std::uint32_t bucket) const {
    do ++bucket;
    while (sizes_[bucket] == 0);
    const std::vector<float> alike = values_in(bucket);
    return *std::min_element(alike.begin(), alike.end());
  }

  std::span<const float> values_;
  std::array<std::size_t, std::size_t{1} << (32 - kShift)> sizes_{};
  std::size_t count_ = 0;
};

}  // namespace

ValueRange percentiles(std::span<const float> values, double lower, double upper) {
  const Ranked ranked(values);
  if (ranked.count() == 0) return {0.0f, 0.0f};
  const float lo = ranked.percentile(lower);
  return {lo, upper == lower ? lo : ranked.percentile(upper)};
}

ValueRange finite_range(std::span<const float> values) {
  constexpr float kMax = std::numeric_limits<float>::max();
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  std::array<float, kLanes> lows{};
  std::array<float, kLanes> highs{};
  lows.fill(kInfinity);
  highs.fill(-kInfinity);
  const auto take = [&](std::size_t lane, float value) {
    const bool finite = std::abs(value) <= kMax;
    const float low = finite ? value : kInfinity;
    const float high = finite ? value : -kInfinity;
    lows[lane] = low < lows[lane] ? low : lows[lane];
    highs[lane] = high > highs[lane] ? high : highs[lane];
  };
  const std::size_t whole = values.size() / kLanes * kLanes;
  for (std::size_t i = 0; i < whole; i += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) take(lane, values[i + lane]);
  }
  for (std::size_t i = whole; i < values.size(); ++i) take(i - whole, values[i]);

  const float lo = *std::min_element(lows.begin(), lows.end());
  const float hi = *std::max_element(highs.begin(), highs.end());
  return lo <= hi ? ValueRange{lo, hi} : ValueRange{};
}

Moments moments(std::span<const float> values) {
  if (values.empty()) return {};
  const auto count = static_cast<double>(values.size());
  const double mean = lane_sum(values, [](float v) { return static_cast<double>(v); }) / count;
  const double squares = lane_sum(values, [mean](float v) {
    const double distance = static_cast<double>(v) - mean;
    return distance * distance;
  });
  return {mean, std::sqrt(squares / count)};
}

NotFinite not_finite(std::span<const float> values) {
  NotFinite found;
  for (const float value : values) {
    if (std::isfinite(value)) continue;
    ++(std::isnan(value) ? found.nan : found.infinite);
  }
  return found;
}

bool are_same(std::span<const float> a, std::span<const float> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

Moments finite_moments(std::span<const float> values) {
  if (not_finite(values).count() == 0) return moments(values);
  std::vector<float> finite;
  std::copy_if(values.begin(), values.end(), std::back_inserter(finite),
               [](float value) { return std::isfinite(value); });
  return moments(finite);
}

Histogram histogram(std::span<const float> values, int bins, ValueRange range) {
  assert(bins > 0 && range.lo <= range.hi && std::isfinite(range.lo) && std::isfinite(range.hi));
  const ValueRange wide = widened(range);
  return counted(values,
                 bin_edges(bins, static_cast<double>(wide.lo), static_cast<double>(wide.hi)));
}

Histogram histogram(std::span<const float> values, int bins) {
  assert(bins > 0);
  const ValueRange range = finite_range(values);
  const ValueRange wide = widened(range);
  // numpy takes the edges in the values' own precision when it finds the range itself. A range
  // wider than float32 can express, on which numpy fails, is taken in double.
  if (std::isinf(wide.hi - wide.lo)) return histogram(values, bins, range);
  return counted(values, bin_edges(bins, wide.lo, wide.hi));
}

}  // namespace convlens
