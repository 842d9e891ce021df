#include "lab/stages/spectrum.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>

#include "lab/document/presets.h"
#include "lab/fixtures.h"

namespace convlens::lab {
namespace {

// |sum of x exp(-2 pi i (u m / H + v n / W))| in double precision, at the cell of u cycles down and
// v across.
double direct(const std::vector<double>& plane, int height, int width, int u, int v) {
  std::complex<double> sum;
  for (int m = 0; m < height; ++m) {
    for (int n = 0; n < width; ++n) {
      const double turns = double(u) * m / height + double(v) * n / width;
      sum += plane[flat_index(m, n, width)] * std::polar(1.0, -2.0 * std::numbers::pi * turns);
    }
  }
  return std::abs(sum);
}

// A filter of noise, no two weights alike.
Filter noise_filter(int height, int width, int channels) {
  Filter filter = zero_filter("noise", height, width, channels);
  std::mt19937 random(5);
  for (float& weight : filter.weights) {
    weight = std::uniform_real_distribution<float>(-1.0f, 1.0f)(random);
  }
  return filter;
}

std::vector<double> padded(const Filter& filter, int channel) {
  std::vector<double> plane(std::size_t{kResponseSide} * kResponseSide);
  for (int row = 0; row < filter.height; ++row) {
    for (int column = 0; column < filter.width; ++column) {
      for (int c = 0; c < filter.channels; ++c) {
        if (channel >= 0 && c != channel) continue;
        plane[flat_index(row, column, kResponseSide)] += double{filter.at(row, column, c)};
      }
    }
  }
  return plane;
}

TEST(FrequencyResponse, IsTheTransformOfTheWeightsSummedOrOfOneChannel) {
  const Filter filter = noise_filter(7, 5, 3);
  for (const int channel : {-1, 0, 2}) {
    const Tensor response = frequency_response(filter, channel);
    ASSERT_EQ(response.shape(), (Shape{kResponseSide, kResponseSide}));
    const std::vector<double> plane = padded(filter, channel);
    for (const auto& [row, column] : {std::pair(32, 32), {0, 0}, {31, 40}, {63, 5}, {10, 63}}) {
      EXPECT_NEAR(double{response.data()[flat_index(row, column, kResponseSide)]},
                  direct(plane, kResponseSide, kResponseSide, row - 32, column - 32), 1e-5)
          << row << ", " << column << " of channel " << channel;
    }
  }
}

TEST(FrequencyResponse, OfABlurIsItsSumInTheMiddleAndOfAnEdgeNothing) {
  Filter filter = zero_filter("blur", 7, 7, 3);
  std::fill(filter.weights.begin(), filter.weights.end(), 1.0f);
  const std::size_t middle = flat_index(32, 32, kResponseSide);
  EXPECT_NEAR(frequency_response(filter, -1).data()[middle], 147.0f, 1e-4f);
  for (std::size_t i = 0; i < filter.weights.size(); i += 3) filter.weights[i] = -2.0f;
  EXPECT_NEAR(frequency_response(filter, -1).data()[middle], 0.0f, 1e-4f);
}

TEST(FrequencyResponse, LeavesMutedWeightsOut) {
  Filter filter = noise_filter(3, 3, 1);
  filter.muted.assign(9, false);
  filter.muted[4] = true;
  Filter without = filter;
  without.muted.clear();
  without.weights[4] = 0.0f;
  EXPECT_TRUE(testing::same_bits(frequency_response(filter, -1).values(),
                                 frequency_response(without, -1).values()));
}

TEST(LogSpectrum, IsTheLogarithmOfTheTransformOfOddAndEvenPlanes) {
  for (const auto& [height, width] : {std::pair(6, 10), {7, 9}, {1, 4}, {13, 1}}) {
    Tensor plane(Shape{height, width});
    std::mt19937 random(3);
    for (float& value : plane.values()) value = std::uniform_real_distribution<float>()(random);
    const Tensor spectrum = log_spectrum(plane);
    ASSERT_EQ(spectrum.shape(), plane.shape());
    const std::vector<double> values(plane.values().begin(), plane.values().end());
    for (int row = 0; row < height; ++row) {
      for (int column = 0; column < width; ++column) {
        const double expected =
            std::log10(1.0 + direct(values, height, width, row - height / 2, column - width / 2));
        EXPECT_NEAR(double{spectrum.data()[flat_index(row, column, width)]}, expected, 1e-5)
            << row << ", " << column << " of " << height << "x" << width;
      }
    }
  }
}

TEST(LogSpectrum, OfALargePlaneIsThatOfItsMiddle) {
  EXPECT_EQ(spectrum_extent(70), 70);
  EXPECT_EQ(spectrum_extent(31), 31);
  EXPECT_EQ(spectrum_extent(37), 36) << "37 is a prime that takes long";
  EXPECT_EQ(spectrum_extent(4096), 512);
  Tensor plane(Shape{37, 600});
  std::mt19937 random(4);
  for (float& value : plane.values()) value = std::uniform_real_distribution<float>()(random);
  Tensor middle(Shape{36, 512});
  for (int row = 0; row < 36; ++row) {
    for (int column = 0; column < 512; ++column) {
      middle.data()[flat_index(row, column, 512)] = plane.data()[flat_index(row, column + 44, 600)];
    }
  }
  EXPECT_TRUE(testing::same_bits(log_spectrum(plane).values(), log_spectrum(middle).values()));
}

TEST(ChannelPlane, IsOneChannelOrTheMean) {
  const Tensor values(Shape{1, 1, 2, 3}, std::vector<float>{1, 2, 6, 0, 3, 3});
  EXPECT_EQ(channel_plane(values, 1).values()[0], 2.0f);
  EXPECT_EQ(channel_plane(values, 1).values()[1], 3.0f);
  EXPECT_EQ(channel_plane(values, -1).values()[0], 3.0f);
  EXPECT_EQ(channel_plane(values, -1).values()[1], 2.0f);
}

}  // namespace
}  // namespace convlens::lab
