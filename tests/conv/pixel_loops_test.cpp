#include "conv/pixel_loops.h"

#include <limits>

#include "conv/each_target.h"
#include "conv/problems.h"

namespace convlens::conv {
namespace {

using testing::EachTarget;
using testing::fill_random;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr std::int64_t kCounts[] = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 40, 67};

std::vector<float> random_values(std::int64_t count, std::mt19937& random) {
  std::vector<float> values(static_cast<std::size_t>(count));
  fill_random(values, random);
  return values;
}

TEST_P(EachTarget, LargestKeepsNan) {
  std::mt19937 random(51);
  for (const std::int64_t channels : kCounts) {
    for (const std::size_t count : {1U, 2U, 4U, 9U}) {
      std::vector<std::vector<float>> pixels;
      std::vector<const float*> at;
      for (std::size_t i = 0; i < count; ++i) {
        pixels.push_back(random_values(channels, random));
        at.push_back(pixels.back().data());
      }
      const std::size_t nan = random() % static_cast<std::size_t>(channels);
      pixels[random() % count][nan] = kNan;
      std::vector<float> found(static_cast<std::size_t>(channels));
      pixel_loops().largest(at.data(), static_cast<std::int64_t>(count), channels, found.data());
      for (std::size_t c = 0; c < found.size(); ++c) {
        if (c == nan) {
          EXPECT_TRUE(std::isnan(found[c]));
          continue;
        }
        float most = pixels[0][c];
        for (const auto& pixel : pixels) most = std::max(most, pixel[c]);
        EXPECT_EQ(found[c], most) << channels << " " << c;
      }
    }
  }
}

TEST_P(EachTarget, ScalesEachChannelInPlace) {
  std::mt19937 random(52);
  for (const std::int64_t channels : kCounts) {
    const auto scale = random_values(channels, random);
    const auto shift = random_values(channels, random);
    const auto before = random_values(channels * 3, random);
    auto pixels = before;
    pixel_loops().scale(pixels.data(), scale.data(), shift.data(), 3, channels, pixels.data());
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      const std::size_t c = i % scale.size();
      const double expected = static_cast<double>(before[i]) * static_cast<double>(scale[c]) +
                              static_cast<double>(shift[c]);
      EXPECT_NEAR(static_cast<double>(pixels[i]), expected, 2e-7) << channels << " " << i;
    }
  }
}

TEST_P(EachTarget, RectifiesAsKerasDoes) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const std::vector<float> values{-kInfinity, -1.0f, -0.0f,     0.0f, 2.0f,
                                  6.0f,       7.0f,  kInfinity, kNan};
  for (const float most : {6.0f, kInfinity, 0.0f}) {
    for (std::size_t count = 1; count <= values.size(); ++count) {
      std::vector<float> found(count);
      pixel_loops().rectify(values.data(), most, static_cast<std::int64_t>(count), found.data());
      for (std::size_t i = 0; i < count; ++i) {
        if (std::isnan(values[i])) {
          EXPECT_TRUE(std::isnan(found[i]));
        } else {
          EXPECT_EQ(found[i], std::min(std::max(values[i], 0.0f), most));
          EXPECT_FALSE(std::signbit(found[i]));
        }
      }
    }
  }
}

TEST_P(EachTarget, DepthwiseSumsItsTaps) {
  std::mt19937 random(53);
  for (const std::int64_t channels : kCounts) {
    for (const std::int64_t pixels : {1, 2, 3, 8, 21}) {
      const std::int64_t step = channels * 2;
      const auto input = random_values((pixels + 3) * step, random);
      const auto weights = random_values(channels * 4, random);
      const auto bias = random_values(channels, random);
      std::vector<WindowTap> taps;
      for (std::int64_t i = 0; i < 4; ++i) {
        taps.push_back({input.data() + i * channels, weights.data() + i * channels});
      }
      std::vector<float> found(static_cast<std::size_t>(pixels * channels));
      pixel_loops().depthwise({taps.data(), 4, step, pixels, channels, bias.data(), found.data()});
      for (std::int64_t i = 0; i < pixels * channels; ++i) {
        const std::int64_t c = i % channels;
        double sum = static_cast<double>(bias[static_cast<std::size_t>(c)]);
        for (const WindowTap& tap : taps) {
          sum += static_cast<double>(tap.pixel[i / channels * step + c]) *
                 static_cast<double>(tap.weights[c]);
        }
        EXPECT_NEAR(static_cast<double>(found[static_cast<std::size_t>(i)]), sum, 1e-6);
      }
    }
  }
}

}  // namespace
}  // namespace convlens::conv
