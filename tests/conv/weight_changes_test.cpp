// Maps that follow the changes of a few weights, against the convolution of the changed filter.
#include "conv/weight_changes.h"

#include <cmath>
#include <limits>

#include "conv/problems.h"

namespace convlens::conv {
namespace {

using testing::Case;
using testing::compute;
using testing::describe;
using testing::make_case;
using testing::rounding_bound;

Case random_case(std::mt19937& random) {
  const auto pick = [&](int lo, int hi) { return std::uniform_int_distribution(lo, hi)(random); };
  const Shape input{1, pick(1, 40), pick(1, 70), pick(1, 5)};
  Case c = make_case(input, Shape{pick(1, 8), pick(1, 8), input[3], 1}, true,
                     static_cast<unsigned>(random()));
  c.options.dilation_h = pick(1, 3) == 1 ? pick(1, 9) : 1;
  c.options.dilation_w = pick(1, 3) == 1 ? pick(1, 4) : 1;
  const Shape& kernel = c.kernel.shape();
  const bool fits = (kernel[0] - 1) * c.options.dilation_h < input[1] &&
                    (kernel[1] - 1) * c.options.dilation_w < input[2];
  if (fits && pick(0, 1) == 1) c.options.padding = Padding::kValid;
  c.layout = OutputLayout::kPlanar;
  return c;
}

// What was added and what is left are rounded, too: twice the bound of one sum.
void expect_near(const Case& c, std::span<const float> found, std::size_t changes) {
  const Tensor expected = compute(c, Engine::kReference);
  Case absolute{c.input.clone(), c.kernel.clone(), c.bias.clone(), c.options, c.layout};
  for (Tensor* tensor : {&absolute.input, &absolute.kernel, &absolute.bias}) {
    for (float& value : tensor->values()) value = std::fabs(value) + 2.0f;
  }
  const Tensor magnitude = compute(absolute, Engine::kReference);
  const auto n = static_cast<std::int64_t>(c.kernel.size() + 2 * changes + 8);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_NEAR(double{found[i]}, double{expected.values()[i]},
                rounding_bound(n, double{magnitude.values()[i]}))
        << describe(c) << " output " << i;
  }
}

TEST(WeightChanges, AreWithinRoundingOfTheWholeConvolution) {
  std::mt19937 random(4);
  std::uniform_real_distribution<float> any(-2.0f, 2.0f);
  for (int i = 0; i < 500; ++i) {
    Case c = random_case(random);
    const Tensor base = compute(c, Engine::kSimd);
    const Shape& shape = c.kernel.shape();
    std::vector<WeightChange> changes;
    for (int k = 0; k < 1 + i % 5; ++k) {
      const WeightChange change{static_cast<std::int64_t>(random()) % shape[0],
                                static_cast<std::int64_t>(random()) % shape[1],
                                static_cast<std::int64_t>(random()) % shape[2], any(random)};
      c.kernel.data()[(change.row * shape[1] + change.column) * shape[2] + change.channel] +=
          change.by;
      changes.push_back(change);
    }
    const float bias = i % 3 == 0 ? any(random) : 0.0f;
    c.bias.data()[0] += bias;
    const Planes planes = planes_of(c.input);
    ASSERT_TRUE(planes.finite);
    Tensor found(base.shape());
    apply_changes(planes.values, Shape{shape[0], shape[1], shape[2]}, c.options, changes, bias,
                  base, found.values());
    expect_near(c, found.values(), changes.size());
    if (HasFatalFailure()) return;
    // In place, it is the same.
    Tensor place = base.clone();
    apply_changes(planes.values, Shape{shape[0], shape[1], shape[2]}, c.options, changes, bias,
                  place, place.values());
    ASSERT_TRUE(testing::same_bits(place.values(), found.values()));
  }
}

TEST(WeightChanges, NeedInputsThatAreFinite) {
  Tensor input(Shape{1, 20, 31, 3});
  EXPECT_TRUE(planes_of(input).finite);
  for (const float wrong :
       {std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity(),
        std::numeric_limits<float>::quiet_NaN()}) {
    for (const std::size_t place : {std::size_t{0}, input.size() / 2, input.size() - 1}) {
      Tensor other = input.clone();
      other.data()[place] = wrong;
      EXPECT_FALSE(planes_of(other).finite);
    }
  }
  EXPECT_FALSE(follows_changes({.stride_h = 2}));
  EXPECT_FALSE(follows_changes({.activation = Activation::kRelu}));
  EXPECT_TRUE(follows_changes({.dilation_w = 3, .padding = Padding::kValid}));
}

}  // namespace
}  // namespace convlens::conv
