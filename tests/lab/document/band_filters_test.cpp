#include "lab/document/band_filters.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "lab/document/transforms.h"

namespace convlens::lab {
namespace {

constexpr double kPi = std::numbers::pi;

Filter banded(const BandFilter& band, int height, int width, int channels) {
  Filter filter = zero_filter("any", height, width, channels);
  filter.weights = band_weights(band, filter).value();
  return filter;
}

Filter gabor(double orientation, double phase, int side = 9) {
  return banded({BandKind::kGabor, 1.5, 1.6, 4.0, orientation, phase, 0.6}, side, side, 1);
}

double positive_sum(const Filter& filter, int channel) {
  double sum = 0.0;
  for (int row = 0; row < filter.height; ++row) {
    for (int column = 0; column < filter.width; ++column) {
      sum += std::max(0.0, double{filter.at(row, column, channel)});
    }
  }
  return sum;
}

TEST(BandFilters, SumToZeroAndTheirPositivePartToAShareOfOne) {
  for (const BandKind kind : kBandKinds) {
    for (const int height : {3, 4, 7, 15}) {
      for (const int width : {3, 6, 9, 15}) {
        for (const int channels : {1, 3}) {
          const Filter shape = zero_filter("any", height, width, channels);
          const Filter filter = banded(fitting_band_filter(kind, shape), height, width, channels);
          EXPECT_NEAR(weight_sum(filter), 0.0, 1e-6) << height << "x" << width;
          EXPECT_NEAR(positive_sum(filter, channels - 1), 1.0 / channels, 1e-6);
        }
      }
    }
  }
}

TEST(BandFilters, EveryChannelIsAlike) {
  const Filter filter =
      banded(fitting_band_filter(BandKind::kGabor, zero_filter("", 7, 7, 3)), 7, 7, 3);
  for (std::size_t i = 0; i < filter.weights.size(); i += 3) {
    EXPECT_EQ(filter.weights[i], filter.weights[i + 1]);
    EXPECT_EQ(filter.weights[i], filter.weights[i + 2]);
  }
}

TEST(BandFilters, FadeTowardsTheEdgeAsTheyAreOffered) {
  for (const BandKind kind : kBandKinds) {
    for (const int side : {7, 15}) {
      const Filter shape = zero_filter("any", side, side, 1);
      const Filter filter = banded(fitting_band_filter(kind, shape), side, side, 1);
      const float corner = std::abs(filter.at(0, 0, 0));
      EXPECT_LT(corner, 0.05f * std::abs(filter.at(side / 2, side / 2, 0)));
    }
  }
}

// Second differences of a Gaussian in both directions, where cells are many enough that nothing is
// left to correct: the weights stand to each other as these do.
TEST(BandFilters, TheLaplacianOfAGaussianIsItsSecondDerivative) {
  const double sigma = 1.3;
  const auto bell = [=](double x, double y) {
    return std::exp(-(x * x + y * y) / (2.0 * sigma * sigma));
  };
  const auto curvature = [&](double x, double y) {
    const double step = 1e-4;
    return (bell(x + step, y) + bell(x - step, y) + bell(x, y + step) + bell(x, y - step) -
            4.0 * bell(x, y)) /
           (step * step);
  };
  const Filter filter = banded({.kind = BandKind::kLoG, .sigma = sigma}, 15, 15, 1);
  const double middle = curvature(0, 0);
  for (int row = 0; row < 15; ++row) {
    for (int column = 0; column < 15; ++column) {
      EXPECT_NEAR(double{filter.at(row, column, 0)} / double{filter.at(7, 7, 0)},
                  curvature(column - 7, row - 7) / middle, 2e-5)
          << row << ", " << column;
    }
  }
  EXPECT_LT(filter.at(7, 7, 0), 0.0f);
}

// A zero-sum difference of two bells is that of the two, each divided by its own sum.
TEST(BandFilters, TheDifferenceOfGaussiansIsThatOfTwoMeans) {
  const double sigma = 1.1;
  const double ratio = 2.0;
  double narrow_sum = 0.0;
  double wide_sum = 0.0;
  const auto bell = [](int x, int y, double deviation) {
    return std::exp(-(x * x + y * y) / (2.0 * deviation * deviation));
  };
  for (int y = -2; y <= 2; ++y) {
    for (int x = -3; x <= 3; ++x) {
      narrow_sum += bell(x, y, sigma);
      wide_sum += bell(x, y, sigma * ratio);
    }
  }
  const auto difference = [&](int x, int y) {
    return bell(x, y, sigma) / narrow_sum - bell(x, y, sigma * ratio) / wide_sum;
  };
  double positive = 0.0;
  for (int y = -2; y <= 2; ++y) {
    for (int x = -3; x <= 3; ++x) positive += std::max(0.0, difference(x, y));
  }
  const Filter filter = banded({.kind = BandKind::kDoG, .sigma = sigma, .ratio = ratio}, 5, 7, 1);
  for (int y = -2; y <= 2; ++y) {
    for (int x = -3; x <= 3; ++x) {
      EXPECT_NEAR(filter.at(y + 2, x + 3, 0), difference(x, y) / positive, 1e-6);
    }
  }
  EXPECT_GT(filter.at(2, 3, 0), 0.0f);
}

// An edge has no sum to correct, so that the formula stands as it is, up to one factor.
TEST(BandFilters, TheGaborFilterIsAWaveUnderAGaussian) {
  const Filter filter = gabor(30.0, 90.0);
  const double c = std::cos(kPi / 6.0);
  const double s = std::sin(kPi / 6.0);
  const auto wave = [&](int x, int y) {
    const double u = x * c - y * s;
    const double v = x * s + y * c;
    return -std::exp(-(u * u + 0.36 * v * v) / 4.5) * std::sin(2.0 * kPi * u / 4.0);
  };
  const double scale = double{filter.at(4, 5, 0)} / wave(1, 0);
  EXPECT_GT(scale, 0.0);
  for (int row = 0; row < 9; ++row) {
    for (int column = 0; column < 9; ++column) {
      EXPECT_NEAR(filter.at(row, column, 0), scale * wave(column - 4, row - 4), 1e-6);
    }
  }
}

// At phase 0 the correction counts: evaluated here cell by cell.
TEST(BandFilters, WhatIsLeftOfTheSumIsTakenAwayUnderTheGaussian) {
  const auto wave = [](int x, int y) {
    return std::exp(-(x * x + 0.36 * y * y) / 4.5) * std::cos(2.0 * kPi * x / 4.0);
  };
  const auto bell = [](int x, int y) { return std::exp(-(x * x + 0.36 * y * y) / 4.5); };
  double sum = 0.0;
  double bells = 0.0;
  for (int y = -4; y <= 4; ++y) {
    for (int x = -4; x <= 4; ++x) {
      sum += wave(x, y);
      bells += bell(x, y);
    }
  }
  const auto corrected = [&](int x, int y) { return wave(x, y) - bell(x, y) * sum / bells; };
  const Filter filter = gabor(0.0, 0.0);
  for (int y = -4; y <= 4; ++y) {
    for (int x = -4; x <= 4; ++x) {
      EXPECT_NEAR(filter.at(y + 4, x + 4, 0),
                  corrected(x, y) * double{filter.at(4, 4, 0)} / corrected(0, 0), 1e-6);
    }
  }
}

TEST(BandFilters, TheWaveTurnsAgainstTheClock) {
  // To the right: the value changes along the row, and is the same above and below.
  const Filter across = gabor(0.0, 0.0);
  EXPECT_LT(across.at(4, 6, 0), 0.0f);
  EXPECT_GT(across.at(6, 4, 0), 0.0f);
  // An edge that falls to the right falls upwards after a quarter turn.
  EXPECT_LT(gabor(0.0, 90.0).at(4, 5, 0), 0.0f);
  EXPECT_LT(gabor(90.0, 90.0).at(3, 4, 0), 0.0f);
  for (const double orientation : {0.0, 20.0, 45.0, 160.0}) {
    const Filter filter = gabor(orientation, 35.0);
    const auto turned = transformed(Transform::kRotate, filter).value();
    const Filter expected = gabor(orientation + 90.0, 35.0);
    for (std::size_t i = 0; i < turned.size(); ++i) {
      EXPECT_NEAR(turned[i], expected.weights[i], 1e-6f) << orientation;
    }
  }
}

TEST(BandFilters, PhaseMakesALineOrAnEdge) {
  const Filter line = gabor(25.0, 0.0);
  const Filter edge = gabor(25.0, 90.0);
  for (int row = 0; row < 9; ++row) {
    for (int column = 0; column < 9; ++column) {
      EXPECT_NEAR(line.at(row, column, 0), line.at(8 - row, 8 - column, 0), 1e-7f);
      EXPECT_NEAR(edge.at(row, column, 0), -edge.at(8 - row, 8 - column, 0), 1e-7f);
    }
  }
}

TEST(BandFilters, RoundOnesAreRound) {
  for (const BandKind kind : {BandKind::kLoG, BandKind::kDoG}) {
    const Filter filter = banded({.kind = kind, .sigma = 1.2}, 8, 8, 1);
    const auto turned = transformed(Transform::kRotate, filter).value();
    for (std::size_t i = 0; i < turned.size(); ++i) {
      EXPECT_NEAR(turned[i], filter.weights[i], 1e-7f);
    }
  }
}

TEST(BandFilters, RefuseShapesAndNumbersThatGiveNone) {
  const Filter shape = zero_filter("any", 7, 7, 3);
  for (const BandKind kind : kBandKinds) {
    EXPECT_FALSE(band_weights({.kind = kind}, zero_filter("any", 2, 7, 3)));
    EXPECT_FALSE(band_weights({.kind = kind}, zero_filter("any", 7, 1, 1)));
    for (double BandFilter::*parameter :
         {&BandFilter::sigma, &BandFilter::ratio, &BandFilter::wavelength, &BandFilter::orientation,
          &BandFilter::phase, &BandFilter::aspect}) {
      for (const double bad :
           {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        BandFilter band{.kind = kind};
        band.*parameter = bad;
        EXPECT_FALSE(band_weights(band, shape));
      }
    }
  }
  // Every cell on a zero of the wave.
  EXPECT_FALSE(band_weights({.kind = BandKind::kGabor, .wavelength = 2.0, .phase = 90.0}, shape));
}

TEST(BandFilters, BeyondTheLimitsTheNearestIsTaken) {
  const Filter shape = zero_filter("any", 7, 7, 3);
  for (const BandKind kind : kBandKinds) {
    for (double BandFilter::*parameter :
         {&BandFilter::sigma, &BandFilter::ratio, &BandFilter::wavelength, &BandFilter::aspect}) {
      for (const double extreme : {-1e300, -1.0, 0.0, 1e-300, 1e300}) {
        BandFilter band{.kind = kind};
        band.*parameter = extreme;
        const auto weights = band_weights(band, shape);
        ASSERT_TRUE(weights.has_value()) << static_cast<int>(kind) << " " << extreme;
        EXPECT_TRUE(std::all_of(weights->begin(), weights->end(),
                                [](float weight) { return std::isfinite(weight); }));
      }
    }
  }
  const BandFilter small{.kind = BandKind::kDoG, .sigma = 0.0};
  const BandFilter least{.kind = BandKind::kDoG, .sigma = kSigmaLimits.lowest};
  EXPECT_EQ(band_weights(small, shape), band_weights(least, shape));
}

}  // namespace
}  // namespace convlens::lab
