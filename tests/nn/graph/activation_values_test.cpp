#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "nn/graph/activation.h"

// Activations by name against the values that Keras 3 gives.
namespace convlens::nn {
namespace {

constexpr std::array kInputs{-3.5f, -1.0f, -0.5f, -0.25f, 0.0f, 0.3f, 0.5f, 1.0f, 3.5f};

struct Expected {
  Activation activation;
  std::array<float, kInputs.size()> values;
};

constexpr std::array kExpected{
    Expected{Activation::kMish,
             {-0.1040958f, -0.3034015f, -0.2207438f, -0.129927f, 0.0f, 0.2080014f, 0.3752452f,
              0.8650984f, 3.493991f}},
    Expected{Activation::kHardTanh, {-1.0f, -1.0f, -0.5f, -0.25f, 0.0f, 0.3f, 0.5f, 1.0f, 1.0f}},
    Expected{Activation::kLogSigmoid,
             {-3.52975f, -1.313262f, -0.9740769f, -0.8259394f, -0.6931472f, -0.5543552f, -0.474077f,
              -0.3132617f, -0.02975042f}},
    Expected{Activation::kLogSoftmax,
             {-7.228478f, -4.728478f, -4.228478f, -3.978478f, -3.728478f, -3.428478f, -3.228478f,
              -2.728478f, -0.2284781f}},
    Expected{Activation::kCelu,
             {-0.9698026f, -0.6321205f, -0.3934693f, -0.2211992f, 0.0f, 0.3f, 0.5f, 1.0f, 3.5f}},
    Expected{Activation::kHardShrink, {-3.5f, -1.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 1.0f, 3.5f}},
    Expected{Activation::kSoftShrink, {-3.0f, -0.5f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.5f, 3.0f}},
    Expected{Activation::kTanhShrink,
             {-2.501822f, -0.2384058f, -0.03788286f, -0.005081341f, 0.0f, 0.008687377f, 0.03788286f,
              0.2384058f, 2.501822f}},
    Expected{Activation::kSquareplus,
             {0.2655644f, 0.618034f, 0.7807764f, 0.8827822f, 1.0f, 1.161187f, 1.280776f, 1.618034f,
              3.765564f}},
    Expected{Activation::kSparsePlus,
             {0.0f, 0.0f, 0.0625f, 0.140625f, 0.25f, 0.4225f, 0.5625f, 1.0f, 3.5f}},
    Expected{Activation::kSparseSigmoid,
             {0.0f, 0.0f, 0.25f, 0.375f, 0.5f, 0.65f, 0.75f, 1.0f, 1.0f}},
    // Keras 2: min(max(0.2 x + 0.5, 0), 1).
    Expected{Activation::kHardSigmoidOfKeras2,
             {0.0f, 0.3f, 0.4f, 0.45f, 0.5f, 0.56f, 0.6f, 0.7f, 1.0f}},
};

TEST(ActivationValues, AreThoseOfKeras) {
  for (const Expected& expected : kExpected) {
    auto values = kInputs;
    apply_activation(expected.activation, values, values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      EXPECT_NEAR(values[i], expected.values[i], 3e-7f * (1.0f + std::fabs(expected.values[i])))
          << activation_name(expected.activation) << " of " << kInputs[i];
    }
  }
}

// A softmax's logarithm is none of one value: all of its row become NaN.
TEST(ActivationValues, NanStaysNan) {
  for (const Expected& expected : kExpected) {
    std::array values{NAN, 1.0f};
    apply_activation(expected.activation, values, 1);
    EXPECT_TRUE(std::isnan(values[0])) << activation_name(expected.activation);
  }
}

// The other name is Keras 3's function; no file can ask for this one by its name.
TEST(ActivationValues, HardSigmoidByNameIsThatOfKeras3) {
  EXPECT_EQ(*activation_from_name("hard_sigmoid"), Activation::kHardSigmoid);
  EXPECT_EQ(*activation_from_name("mish"), Activation::kMish);
}

}  // namespace
}  // namespace convlens::nn
