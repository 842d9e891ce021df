#include "core/statistics.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

namespace convlens {
namespace {

// Independent partial results, one a lane, let the compiler use vector registers although
// floating-point arithmetic may not be reordered; they also shorten the chains of roundings.
constexpr std::size_t kLanes = 16;

constexpr float kMost = std::numeric_limits<float>::max();

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
  return {std::min(range.lo - 0.5f, std::nextafter(range.lo, -kMost)),
          std::max(range.hi + 0.5f, std::nextafter(range.hi, kMost))};
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

bool is_finite(float value) { return std::abs(value) <= kMost; }

std::vector<float> finite_values(std::span<const float> values) {
  std::vector<float> finite;
  std::copy_if(values.begin(), values.end(), std::back_inserter(finite), is_finite);
  return finite;
}

// The value in this place of their order.
float nth(std::vector<float>& values, std::size_t rank) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(rank);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

// What lies below and above two bounds that a sample of the values suggests; all between them, most
// of a map, is only counted. Ordering all values of a map of 1080p takes twelve times as long.
class Tails {
 public:
  Tails(std::span<const float> values, double lower, double upper) {
    std::vector<float> sample = sample_of(values);
    if (sample.empty()) return;
    std::sort(sample.begin(), sample.end());
    const auto at = [&sample](double percent) {
      return sample[static_cast<std::size_t>(percent / 100.0 *
                                             static_cast<double>(sample.size() - 1))];
    };
    if (lower < 50.0) below_ = at(lower + kSpare);
    if (upper > 50.0) above_ = std::max(below_, at(upper - kSpare));
    for (std::size_t first = 0; first < values.size(); first += kBlock) {
      take(values.subspan(first, std::min(kBlock, values.size() - first)));
    }
  }
  // Finite values in all.
  std::size_t count() const { return count_; }

  // The finite value in this place of their order; nothing where it lies between the two.
  std::optional<float> at(std::size_t rank) {
    const std::size_t first_high = count_ - high_.size();
    if (rank < low_.size()) return nth(low_, rank);
    if (rank < low_.size() + of_below_) return below_;
    if (rank >= first_high) return nth(high_, rank - first_high);
    if (rank >= first_high - of_above_) return above_;
    return std::nullopt;
  }

 private:
  static constexpr std::size_t kBlock = 16;
  static constexpr double kSpare = 1.0;  // percent: a sample of so many is hardly off by more

  static std::vector<float> sample_of(std::span<const float> values) {
    constexpr std::size_t kSample = 4096;
    // Odd, so that it does not fall in step with a picture's rows.
    const std::size_t step = values.size() / kSample | 1U;
    std::vector<float> sample;
    for (std::size_t i = 0; i < values.size(); i += step) {
      if (is_finite(values[i])) sample.push_back(values[i]);
    }
    return sample;
  }

  // Most blocks have no value to be taken, which is seen without branches.
  void take(std::span<const float> block) {
    unsigned between = 0;
    unsigned of_below = 0;
    unsigned of_above = 0;
    for (const float value : block) {
      between += static_cast<unsigned>(value >= below_) & static_cast<unsigned>(value <= above_);
      of_below += static_cast<unsigned>(value == below_);
      of_above += static_cast<unsigned>(value == above_);
    }
    count_ += between;
    of_below_ += of_below;
    of_above_ += of_above;
    if (between == block.size()) return;
    for (const float value : block) {
      if (!is_finite(value) || (value >= below_ && value <= above_)) continue;
      (value < below_ ? low_ : high_).push_back(value);
      ++count_;
    }
  }

  float below_ = -kMost;
  float above_ = kMost;
  std::vector<float> low_;
  std::vector<float> high_;
  std::size_t count_ = 0;
  std::size_t of_below_ = 0;  // values that are a bound
  std::size_t of_above_ = 0;
};

// As numpy.percentile has it, from what gives the value in a place of the order of `count` finite
// ones, or nothing.
template <typename At>
std::optional<float> percentile(std::size_t count, double percent, const At& at) {
  const double place = percent / 100.0 * static_cast<double>(count - 1);
  const auto rank = static_cast<std::size_t>(std::floor(place));
  const double share = place - std::floor(place);
  const std::optional<float> value = at(rank);
  if (!value || share == 0.0) return value;
  const std::optional<float> next = at(rank + 1);
  if (!next) return next;
  return static_cast<float>(
      std::lerp(static_cast<double>(*value), static_cast<double>(*next), share));
}

template <typename At>
std::optional<ValueRange> percentiles(std::size_t count, double lower, double upper, const At& at) {
  const auto lo = percentile(count, lower, at);
  const auto hi = lo && upper != lower ? percentile(count, upper, at) : lo;
  return lo && hi ? std::optional(ValueRange{*lo, *hi}) : std::nullopt;
}

}  // namespace

ValueRange percentiles(std::span<const float> values, double lower, double upper) {
  Tails tails(values, lower, upper);
  if (tails.count() > 0) {
    const auto found = percentiles(tails.count(), lower, upper,
                                   [&tails](std::size_t rank) { return tails.at(rank); });
    if (found) return *found;
  }
  std::vector<float> finite = finite_values(values);
  if (finite.empty()) return {0.0f, 0.0f};
  return *percentiles(finite.size(), lower, upper,
                      [&finite](std::size_t rank) { return std::optional(nth(finite, rank)); });
}

ValueRange finite_range(std::span<const float> values) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  std::array<float, kLanes> lows{};
  std::array<float, kLanes> highs{};
  lows.fill(kInfinity);
  highs.fill(-kInfinity);
  const auto take = [&](std::size_t lane, float value) {
    const bool finite = is_finite(value);
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

double cosine(std::span<const float> a, std::span<const float> b) {
  assert(a.size() == b.size());
  double product = 0.0;
  double a_squared = 0.0;
  double b_squared = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto x = static_cast<double>(a[i]);
    const auto y = static_cast<double>(b[i]);
    product += x * y;
    a_squared += x * x;
    b_squared += y * y;
  }
  const double norms = std::sqrt(a_squared) * std::sqrt(b_squared);
  if (!std::isfinite(norms)) return std::numeric_limits<double>::quiet_NaN();
  return norms > 0.0 ? std::clamp(product / norms, -1.0, 1.0) : 0.0;
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
  return moments(finite_values(values));
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
