#include "nn/prediction.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

#include "nn/layers/layers.h"
#include "nn/values.h"

namespace convlens::nn {
namespace {

using tests::must;

Symbolic dense_on(const Symbolic& input, std::int64_t units, Activation activation) {
  return must(dense({.activation = activation}, Tensor({input.shape()[1], units})))(input);
}

TEST(Answer, IsToldByTheLastActivationAndTheShape) {
  const Symbolic input = nn::input({7});
  const auto answer = [&input](Activation activation, std::int64_t units) {
    return answer_of(dense_on(input, units, activation), Shape{2, units});
  };
  EXPECT_EQ(answer(Activation::kSoftmax, 3), Answer::kProbabilities);
  EXPECT_EQ(answer(Activation::kSigmoid, 1), Answer::kOneProbability);
  EXPECT_EQ(answer(Activation::kSigmoid, 3), Answer::kIndependent);
  EXPECT_EQ(answer(Activation::kHardSigmoidOfKeras2, 1), Answer::kOneProbability);
  EXPECT_EQ(answer_of("HardSigmoid", Activation::kLinear, Shape{2, 3}), Answer::kIndependent);
  EXPECT_EQ(answer(Activation::kLinear, 3), Answer::kScores);
  EXPECT_EQ(answer(Activation::kLinear, 1), Answer::kValues);
  EXPECT_EQ(answer(Activation::kTanh, 3), Answer::kValues);
}

TEST(Answer, IsThatOfTheLayerBehindThoseThatPassValuesOn) {
  const Symbolic scores = dense_on(nn::input({7}), 4, Activation::kLinear);
  const Shape list{1, 4};
  EXPECT_EQ(answer_of(must(softmax())(scores), list), Answer::kProbabilities);
  EXPECT_EQ(answer_of(dropout()(must(softmax())(scores)), list), Answer::kProbabilities);
  EXPECT_EQ(answer_of(must(reshape({1, 4}))(sigmoid()(scores)), Shape{1, 1, 4}),
            Answer::kIndependent);
  EXPECT_EQ(answer_of(must(relu())(scores), list), Answer::kValues);
  // Rounded to few bits, and packed into them and back; packed alone they are other numbers.
  const auto ones = [](float value) { return Tensor(Shape{1, 1}, std::array{value}); };
  const Symbolic classes = must(softmax())(scores);
  EXPECT_EQ(answer_of(must(fake_quantize(ones(0), ones(1), 256))(classes), list),
            Answer::kProbabilities);
  const Symbolic packed = must(quantize(ones(0.01f), ones(0), {}))(classes);
  EXPECT_EQ(answer_of(must(dequantize(ones(0.01f), ones(0)))(packed), list),
            Answer::kProbabilities);
  EXPECT_EQ(answer_of(packed, list), Answer::kScores);
}

TEST(Answer, OfMapsIsNone) {
  const Symbolic picture = nn::input({6, 6, 3});
  EXPECT_EQ(answer_of(picture, Shape{1, 6, 6, 3}), Answer::kMaps);
  EXPECT_EQ(answer_of(picture, Shape{1, 1, 1, 3}), Answer::kScores) << "a list all the same";
  EXPECT_EQ(answer_of(picture, Shape{1, 2, 1, 3}), Answer::kMaps);
}

TEST(PredictionOf, MakesProbabilitiesWhereTheAnswerHasNone) {
  const std::array scores{1.0f, 2.0f, 4.0f};
  const Prediction prediction = prediction_of(Answer::kScores, scores);
  const double sum = std::exp(-3.0) + std::exp(-2.0) + 1.0;
  EXPECT_NEAR(prediction.values[0], std::exp(-3.0) / sum, 1e-12);
  EXPECT_EQ(prediction.best(), 2u);
  const Prediction kept = prediction_of(Answer::kIndependent, scores);
  EXPECT_EQ(kept.values, (std::vector{1.0, 2.0, 4.0}));
}

TEST(PredictionOf, OneProbabilityIsThatOfTheSecondClass) {
  const std::array one{0.25f};
  EXPECT_EQ(prediction_of(Answer::kOneProbability, one).values, (std::vector{0.75, 0.25}));
  const std::array half{0.5f};
  EXPECT_EQ(prediction_of(Answer::kOneProbability, half).best(), 0u)
      << "as Keras' threshold has it";
}

TEST(PredictionOf, NotANumberIsNeverTheBest) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  const std::array values{kNan, 0.1f, 0.7f, kNan};
  EXPECT_EQ(prediction_of(Answer::kIndependent, values).best(), 2u);
  const Prediction scores = prediction_of(Answer::kScores, values);
  EXPECT_TRUE(std::isnan(scores.values[scores.best()])) << "softmax has no answer then";
  EXPECT_TRUE(prediction_of(Answer::kMaps, values).empty());
}

}  // namespace
}  // namespace convlens::nn
