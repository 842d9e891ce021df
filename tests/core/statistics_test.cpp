#include "core/statistics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "golden/golden.h"

namespace convlens {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

TEST(FiniteRange, IgnoresWhatIsNotFinite) {
  const std::vector<float> values{2.0f, kNan, -1.5f, kInfinity, 0.0f, -kInfinity};
  EXPECT_EQ(finite_range(values), (ValueRange{-1.5f, 2.0f}));
}

TEST(FiniteRange, IsZeroWithoutFiniteValues) {
  EXPECT_EQ(finite_range({}), ValueRange{});
  EXPECT_EQ(finite_range(std::vector<float>{kNan, kInfinity, -kInfinity}), ValueRange{});
}

TEST(FiniteRange, KeepsTheLargestFloats) {
  constexpr float kMax = std::numeric_limits<float>::max();
  EXPECT_EQ(finite_range(std::vector<float>{kMax, -kMax}), (ValueRange{-kMax, kMax}));
}

// The extreme values stand once at every place of every length around one and two full rounds of
// lanes, so that no lane and no rest is left out.
TEST(FiniteRange, LooksAtEveryPlace) {
  for (std::size_t size = 1; size <= 50; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      std::vector<float> values(size, 1.0f);
      values[at] = 3.0f;
      EXPECT_EQ(finite_range(values).hi, 3.0f) << size << " values, largest at " << at;
      values[at] = -3.0f;
      EXPECT_EQ(finite_range(values).lo, -3.0f) << size << " values, smallest at " << at;
    }
  }
}

// numpy.percentile's values, of its default method.
TEST(Percentiles, LieBetweenTheTwoNearestValues) {
  EXPECT_EQ(percentiles(std::vector{8.0f, 1.0f, 4.0f, 2.0f}, 25, 75), (ValueRange{1.75f, 5.0f}));
  EXPECT_EQ(percentiles(std::vector{8.0f, 1.0f, 4.0f, 2.0f}, 0, 100), (ValueRange{1.0f, 8.0f}));
  EXPECT_EQ(percentiles(std::vector{3.0f}, 1, 99), (ValueRange{3.0f, 3.0f}));
  std::vector<float> values(101);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<float>(i * 37 % 101);  // 0 to 100 in some order
  }
  EXPECT_EQ(percentiles(values, 1, 99), (ValueRange{1.0f, 99.0f}));
  EXPECT_EQ(percentiles(values, 12.5, 98), (ValueRange{12.5f, 98.0f}));
}

// Of values of every bit pattern, of few that come often, and of zeros of both signs.
TEST(Percentiles, AreThoseOfSortedValues) {
  std::mt19937 random(3);
  for (int round = 0; round < 3000; ++round) {
    const unsigned most = round % 1000 == 0 ? 200'000 : round % 300 == 0 ? 5000 : 40;
    std::vector<float> values(1 + random() % most);
    for (float& value : values) {
      const std::uint32_t bits = random();
      const int kind = round % 4;
      if (kind == 0) value = std::bit_cast<float>(bits);
      if (kind == 1) value = static_cast<float>(bits % 7) - 3.0f;
      if (kind == 2) value = static_cast<float>(bits % 20001) / 10000.0f - 1.0f;
      if (kind == 3) value = bits % 3 == 0 ? -0.0f : 0.0f;
    }
    std::vector<float> sorted;
    std::copy_if(values.begin(), values.end(), std::back_inserter(sorted),
                 [](float value) { return std::isfinite(value); });
    if (sorted.empty()) continue;
    std::sort(sorted.begin(), sorted.end());
    const auto expected = [&sorted](double percent) {
      const double place = percent / 100.0 * static_cast<double>(sorted.size() - 1);
      const auto below = static_cast<std::size_t>(std::floor(place));
      const std::size_t next = std::min(below + 1, sorted.size() - 1);
      return static_cast<float>(
          std::lerp(double{sorted[below]}, double{sorted[next]}, place - std::floor(place)));
    };
    const double lower = static_cast<double>(random() % 1001) / 10.0;
    const double upper = round % 5 == 0 ? 100.0 : static_cast<double>(random() % 1001) / 10.0;
    const ValueRange range = percentiles(values, lower, upper);
    ASSERT_EQ(range.lo, expected(lower)) << round;
    ASSERT_EQ(range.hi, expected(upper)) << round;
    ASSERT_EQ(percentiles(values, upper, upper), (ValueRange{range.hi, range.hi})) << round;
  }
}

TEST(Percentiles, AreThoseOfTheFiniteValues) {
  EXPECT_EQ(percentiles(std::vector{kNan, 1.0f, 3.0f, -kInfinity}, 50, 100),
            (ValueRange{2.0f, 3.0f}));
  EXPECT_EQ(percentiles(std::vector{kNan}, 1, 99), (ValueRange{0.0f, 0.0f}));
}

TEST(Moments, OfNothingAreZero) {
  EXPECT_EQ(moments({}).mean, 0.0);
  EXPECT_EQ(moments({}).deviation, 0.0);
}

// 1 + 2 + ... + n and the variance (n * n - 1) / 12 of consecutive integers, both exact in double.
TEST(Moments, CountEveryValue) {
  for (int size = 1; size <= 50; ++size) {
    std::vector<float> values(static_cast<std::size_t>(size));
    std::iota(values.begin(), values.end(), 1.0f);
    const Moments found = moments(values);
    EXPECT_DOUBLE_EQ(found.mean, (size + 1) / 2.0);
    EXPECT_DOUBLE_EQ(found.deviation, std::sqrt((size * size - 1) / 12.0));
  }
}

TEST(Moments, LetNanThrough) {
  EXPECT_TRUE(std::isnan(moments(std::vector<float>{1.0f, kNan}).mean));
  EXPECT_TRUE(std::isnan(moments(std::vector<float>{1.0f, kNan}).deviation));
}

class NumpyStatistics : public testing::Test {
 protected:
  const nlohmann::json cases_ = golden::json("statistics.json");
};

TEST_F(NumpyStatistics, Moments) {
  ASSERT_FALSE(cases_.empty());
  for (const auto& expected : cases_) {
    const auto values = expected["values"].get<std::vector<float>>();
    const Moments found = moments(values);
    // Two sums of n terms in double: each mean is off by at most n * u * max|v|. A mean that is
    // off by d moves the deviation by at most d; its own sum, the differences, squares, division
    // and root add a relative (n + 5) * u.
    const double u = std::numeric_limits<double>::epsilon() / 2;
    const auto n = static_cast<double>(values.size());
    const ValueRange range = finite_range(values);
    const double largest = std::max(std::abs(range.lo), std::abs(range.hi));
    const double mean_tolerance = 2 * n * u * largest;
    const auto deviation = expected["std"].get<double>();
    EXPECT_NEAR(found.mean, expected["mean"].get<double>(), mean_tolerance) << expected["name"];
    EXPECT_NEAR(found.deviation, deviation, mean_tolerance + 2 * (n + 5) * u * deviation)
        << expected["name"];
  }
}

TEST_F(NumpyStatistics, Histograms) {
  for (const auto& expected : cases_) {
    const auto values = expected["values"].get<std::vector<float>>();
    const int bins = expected["bins"].get<int>();
    const auto& range = expected["range"];
    const Histogram found =
        range.is_null() ? histogram(values, bins)
                        : histogram(values, bins, {range[0].get<float>(), range[1].get<float>()});
    EXPECT_EQ(found.counts, expected["counts"].get<std::vector<std::size_t>>()) << expected["name"];
    // NumPy's edges are float32 here, so there is one right answer.
    EXPECT_EQ(found.edges, expected["edges"].get<std::vector<double>>()) << expected["name"];
  }
}

TEST(Histogram, LeavesOutWhatIsOutsideOrNan) {
  const std::vector<float> values{-0.1f, 0.0f, 0.4f, 0.5f, 1.0f, 1.1f, kNan, kInfinity, -kInfinity};
  EXPECT_EQ(histogram(values, 2, {0.0f, 1.0f}).counts, (std::vector<std::size_t>{2, 2}));
  EXPECT_EQ(histogram(values, 1).counts, std::vector<std::size_t>{6});
}

TEST(NotFinite, CountsNanAndBothInfinities) {
  const std::vector<float> values{kNan, -kNan, 1.0f, kInfinity, -kInfinity, -kInfinity, 0.0f};
  const NotFinite found = not_finite(values);
  EXPECT_EQ(found.nan, 2U);
  EXPECT_EQ(found.infinite, 3U);
  EXPECT_EQ(found.count(), 5U);
  EXPECT_EQ(not_finite({}).count(), 0U);
  EXPECT_EQ(not_finite(std::vector<float>{std::numeric_limits<float>::max()}).count(), 0U);
}

TEST(FiniteMoments, LeaveOutWhatIsNotFinite) {
  const Moments found = finite_moments(std::vector<float>{kNan, 1.0f, kInfinity, 3.0f, -kInfinity});
  EXPECT_EQ(found.mean, 2.0);
  EXPECT_EQ(found.deviation, 1.0);
  EXPECT_EQ(finite_moments(std::vector<float>{kNan}).mean, 0.0);
}

TEST(Histogram, OfNothingHasEmptyBins) {
  const Histogram empty = histogram({}, 4);
  EXPECT_EQ(empty.counts, std::vector<std::size_t>(4, 0));
  EXPECT_EQ(empty.edges, (std::vector<double>{-0.5, -0.25, 0.0, 0.25, 0.5}));
}

TEST(Histogram, CountsConstantsTooLargeForHalfUnits) {
  for (const float constant : {1e9f, -1e9f, std::numeric_limits<float>::max()}) {
    const Histogram found = histogram(std::vector<float>(7, constant), 10);
    EXPECT_EQ(std::accumulate(found.counts.begin(), found.counts.end(), std::size_t{0}), 7U);
    EXPECT_LT(found.edges.front(), found.edges.back());
  }
}

TEST(Histogram, TakesRangesWiderThanFloat) {
  constexpr float kMax = std::numeric_limits<float>::max();
  const Histogram found = histogram(std::vector<float>{-kMax, -1.0f, 1.0f, kMax}, 4);
  EXPECT_EQ(found.counts, (std::vector<std::size_t>{1, 1, 1, 1}));
}

}  // namespace
}  // namespace convlens
