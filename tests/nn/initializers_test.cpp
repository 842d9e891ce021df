#include "nn/initializers.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "nn/layers/layers.h"
#include "nn/values.h"

namespace convlens::nn {
namespace {

using tests::must;

struct Moments {
  double mean = 0.0;
  double deviation = 0.0;
};

Moments moments(const Tensor& values) {
  double sum = 0.0;
  double squares = 0.0;
  for (const float value : values.values()) {
    sum += static_cast<double>(value);
    squares += static_cast<double>(value) * static_cast<double>(value);
  }
  const auto n = static_cast<double>(values.size());
  return {sum / n, std::sqrt(squares / n - sum / n * (sum / n))};
}

// Computed apart from this code, by whole-number arithmetic in Python, from the two papers' rules.
TEST(Random, IsXoshiroSeededBySplitMix) {
  Random random(0);
  EXPECT_EQ(random.next(), 5987356902031041503ULL);
  EXPECT_EQ(random.next(), 7051070477665621255ULL);
  EXPECT_EQ(random.next(), 6633766593972829180ULL);
}

TEST(Random, UniformIsInItsHalfOpenRange) {
  Random random(1);
  for (int i = 0; i < 100'000; ++i) {
    const float value = random.uniform();
    ASSERT_GE(value, 0.0f);
    ASSERT_LT(value, 1.0f);
    ASSERT_EQ(value * 0x1p24f, std::floor(value * 0x1p24f));
  }
}

TEST(Initializers, Fans) {
  EXPECT_EQ(fans_of(Shape{3, 3, 1, 32}).in, 9.0);
  EXPECT_EQ(fans_of(Shape{3, 3, 1, 32}).out, 288.0);
  EXPECT_EQ(fans_of(Shape{100, 10}).in, 100.0);
  EXPECT_EQ(fans_of(Shape{100, 10}).out, 10.0);
  EXPECT_EQ(fans_of(Shape{7}).in, 7.0);
  // sqrt(6 / 297)
  EXPECT_NEAR(glorot_limit(Shape{3, 3, 1, 32}), 0.14213381, 1e-8);
}

// Of n draws the mean is off by more than five of its own deviations (sigma / sqrt(n)) once in two
// million; the deviation's own deviation is below sigma / sqrt(2 n) for these flat distributions.
void expect_distribution(const Tensor& values, double sigma, double limit) {
  const Moments found = moments(values);
  const auto n = static_cast<double>(values.size());
  EXPECT_NEAR(found.mean, 0.0, 5.0 * sigma / std::sqrt(n));
  EXPECT_NEAR(found.deviation, sigma, 5.0 * sigma / std::sqrt(2.0 * n));
  const auto [least, most] = std::minmax_element(values.values().begin(), values.values().end());
  EXPECT_GE(static_cast<double>(*least), -limit * (1.0 + 1e-7));
  EXPECT_LE(static_cast<double>(*most), limit * (1.0 + 1e-7));
  EXPECT_LT(static_cast<double>(*least), -0.99 * limit);
  EXPECT_GT(static_cast<double>(*most), 0.99 * limit);
}

TEST(Initializers, HaveTheirDistributions) {
  const Shape kernel{3, 3, 64, 128};  // fans 576 and 1152
  Random random(42);
  const double glorot = std::sqrt(6.0 / (576.0 + 1152.0));
  expect_distribution(glorot_uniform(kernel, random), glorot / std::sqrt(3.0), glorot);
  const double he = std::sqrt(6.0 / 576.0);
  expect_distribution(he_uniform(kernel, random), he / std::sqrt(3.0), he);
  const double deviation = std::sqrt(2.0 / 576.0);
  expect_distribution(he_normal(kernel, random), deviation, 2.0 * deviation / 0.87962566103423978);
}

// Pearson's statistic of ten equal bins stays below the 99.9 % point of chi squared with nine
// degrees of freedom, 27.9.
TEST(Initializers, GlorotIsFlat) {
  Random random(9);
  const Tensor values = glorot_uniform(Shape{3, 3, 64, 128}, random);
  const double limit = glorot_limit(values.shape());
  std::vector<double> counts(10, 0.0);
  for (const float value : values.values()) {
    const double place = (static_cast<double>(value) / limit + 1.0) * 5.0;
    counts[static_cast<std::size_t>(std::clamp(place, 0.0, 9.0))] += 1.0;
  }
  const double expected = static_cast<double>(values.size()) / 10.0;
  double statistic = 0.0;
  for (const double count : counts) statistic += (count - expected) * (count - expected) / expected;
  EXPECT_LT(statistic, 27.9);
}

TEST(Untrained, FreshKernelsAndZeroBiases) {
  Random random(1);
  const Model trained = must(Model::sequential(
      {8, 8, 2}, {must(conv2d({}, tests::random_tensor({3, 3, 2, 4}, random),
                              tests::random_tensor({4}, random))),
                  must(batch_normalization({}, {.gamma = tests::random_tensor({4}, random),
                                                .beta = tests::random_tensor({4}, random),
                                                .moving_mean = tests::random_tensor({4}, random),
                                                .moving_variance = Tensor(Shape{4})})),
                  flatten(), must(dense({}, tests::random_tensor({144, 3}, random)))}));
  const Model fresh = untrained(trained, 7);
  const Model again = untrained(trained, 7);
  const Model other = untrained(trained, 8);
  const auto values = [](const Model& model, int layer, std::size_t weight) {
    return tests::to_vector(*model.layer(layer)->weights()[weight].value);
  };
  EXPECT_EQ(values(fresh, 0, 0), values(again, 0, 0));
  EXPECT_NE(values(fresh, 0, 0), values(other, 0, 0));
  EXPECT_NE(values(fresh, 0, 0), values(trained, 0, 0));
  const float limit = static_cast<float>(std::sqrt(6.0 / (18.0 + 36.0)));
  for (const float value : values(fresh, 0, 0)) EXPECT_LE(std::fabs(value), limit);
  EXPECT_EQ(values(fresh, 0, 1), std::vector<float>(4, 0.0f));
  EXPECT_EQ(values(fresh, 1, 0), std::vector<float>(4, 1.0f));
  EXPECT_EQ(values(fresh, 1, 1), std::vector<float>(4, 0.0f));
  EXPECT_EQ(values(fresh, 1, 2), std::vector<float>(4, 0.0f));
  EXPECT_EQ(values(fresh, 1, 3), std::vector<float>(4, 1.0f));
  EXPECT_NE(values(fresh, 3, 0), values(trained, 3, 0));
  EXPECT_EQ(fresh.summary().size(), trained.summary().size());
}

}  // namespace
}  // namespace convlens::nn
