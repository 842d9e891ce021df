#include "lab/document/filter.h"
#include "lab/document/presets.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

namespace convlens::lab {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// A kernel whose every weight tells its own place.
Tensor counting_kernel(const Shape& shape) {
  Tensor kernel(shape);
  std::iota(kernel.values().begin(), kernel.values().end(), 1.0f);
  return kernel;
}

std::string refusal(const Tensor& kernel) {
  const auto filters = to_filters(kernel, "file");
  return filters ? std::string("accepted") : filters.error().message;
}

TEST(LineFilters, HoldTheNotebooksWeights) {
  const Filter vertical = vertical_line_filter();
  const Filter horizontal = horizontal_line_filter();
  for (const Filter* filter : {&vertical, &horizontal}) {
    ASSERT_EQ(filter->height, 7);
    ASSERT_EQ(filter->width, 7);
    ASSERT_EQ(filter->channels, 3);
    ASSERT_EQ(filter->weights.size(), 147u);
  }
  for (int row = 0; row < 7; ++row) {
    for (int column = 0; column < 7; ++column) {
      for (int channel = 0; channel < 3; ++channel) {
        SCOPED_TRACE(fmt::format("[{}, {}, {}]", row, column, channel));
        EXPECT_EQ(vertical.at(row, column, channel), column == 3 ? 1.0f : 0.0f);
        EXPECT_EQ(horizontal.at(row, column, channel), row == 3 ? 1.0f : 0.0f);
      }
    }
  }
  EXPECT_EQ(weight_sum(vertical), 21.0);
  EXPECT_EQ(weight_sum(horizontal), 21.0);
}

TEST(WeightSum, AddsInDoublePrecision) {
  Filter filter = zero_filter("large and small", 1, 3, 1);
  filter.weights = {1e8f, 1.0f, -1e8f};  // in single precision the 1 would be lost
  EXPECT_EQ(weight_sum(filter), 1.0);
}

TEST(WeightScale, IsTheLargestMagnitudeOrTheFloor) {
  Filter filter = zero_filter("signed", 1, 3, 1);
  EXPECT_EQ(weight_scale(filter, 0.25f), 0.25f);
  filter.weights = {0.5f, -2.0f, 1.0f};
  EXPECT_EQ(weight_scale(filter, 0.25f), 2.0f);
  EXPECT_EQ(weight_scale(filter, 3.0f), 3.0f);
}

TEST(WeightScale, LeavesOutWhatIsNotFinite) {
  Filter filter = zero_filter("broken", 1, 3, 1);
  filter.weights = {std::numeric_limits<float>::quiet_NaN(), -2.0f,
                    std::numeric_limits<float>::infinity()};
  EXPECT_EQ(weight_scale(filter, 0.25f), 2.0f);
}

TEST(HasSameWeights, TakesNanForWhatItIs) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  Filter a = zero_filter("a", 1, 2, 1);
  Filter b = a;
  a.weights = b.weights = {nan, 1.0f};
  EXPECT_TRUE(has_same_weights(a, b));
  b.weights = {1.0f, nan};
  EXPECT_FALSE(has_same_weights(a, b));
}

TEST(CompositeColor, OfWeightsThatAreNotFiniteIsTheirOwn) {
  Filter filter = zero_filter("broken", 1, 3, 3);
  filter.weights[1] = std::numeric_limits<float>::quiet_NaN();
  filter.weights[5] = -std::numeric_limits<float>::infinity();
  EXPECT_EQ(composite_color(filter, 0, 0, 1.0f), kNotFiniteColor);
  EXPECT_EQ(composite_color(filter, 0, 1, 1.0f), kNotFiniteColor);
  EXPECT_EQ(composite_color(filter, 0, 2, 1.0f), (Rgb{128, 128, 128}));
}

TEST(ToFilters, TakesEachSliceOfTheLastAxis) {
  const Tensor kernel = counting_kernel({2, 4, 3, 5});
  const auto filters = to_filters(kernel, "mine");
  ASSERT_TRUE(filters) << filters.error().message;
  ASSERT_EQ(filters->size(), 5u);
  for (int f = 0; f < 5; ++f) {
    const Filter& filter = (*filters)[static_cast<std::size_t>(f)];
    EXPECT_EQ(filter.name, fmt::format("mine {}", f + 1));
    ASSERT_EQ(filter.height, 2);
    ASSERT_EQ(filter.width, 4);
    ASSERT_EQ(filter.channels, 3);
    for (int row = 0; row < 2; ++row) {
      for (int column = 0; column < 4; ++column) {
        for (int channel = 0; channel < 3; ++channel) {
          const int place = ((row * 4 + column) * 3 + channel) * 5 + f;
          EXPECT_EQ(filter.at(row, column, channel), static_cast<float>(place + 1));
        }
      }
    }
  }
}

TEST(ToFilters, ToKernelBringsTheSameKernelBack) {
  for (const Shape& shape :
       {Shape{1, 1, 1, 1}, Shape{7, 7, 3, 2}, Shape{15, 1, 3, 4}, Shape{2, 15, 1, 7}}) {
    SCOPED_TRACE(to_string(shape));
    const Tensor kernel = counting_kernel(shape);
    const auto filters = to_filters(kernel, "file");
    ASSERT_TRUE(filters) << filters.error().message;
    std::vector<const Filter*> pointers;
    for (const Filter& filter : *filters) pointers.push_back(&filter);
    const Tensor again = to_kernel(pointers);
    ASSERT_EQ(again.shape(), shape);
    EXPECT_TRUE(std::equal(again.values().begin(), again.values().end(), kernel.values().begin()));
  }
}

TEST(ToFilters, RefusesShapesByName) {
  EXPECT_EQ(refusal(Tensor(Shape{7, 7, 3})),
            "filters of shape (7, 7, 3), (height, width, channels, count) expected");
  EXPECT_EQ(refusal(Tensor(Shape{16, 7, 3, 1})),
            "filters of shape (16, 7, 3, 1), sides from 1 to 15 expected");
  EXPECT_EQ(refusal(Tensor(Shape{7, 16, 3, 1})),
            "filters of shape (7, 16, 3, 1), sides from 1 to 15 expected");
  EXPECT_EQ(refusal(Tensor(Shape{0, 7, 3, 1})),
            "filters of shape (0, 7, 3, 1), sides from 1 to 15 expected");
  EXPECT_EQ(refusal(Tensor(Shape{7, 7, 257, 1})),
            "filters of shape (7, 7, 257, 1), 1 to 256 channels expected");
  EXPECT_EQ(refusal(Tensor(Shape{7, 7, 0, 1})),
            "filters of shape (7, 7, 0, 1), 1 to 256 channels expected");
  EXPECT_EQ(refusal(Tensor(Shape{15, 15, 256, 20})),
            "filters of shape (15, 15, 256, 20), at most 1048576 weights expected");
  EXPECT_EQ(refusal(Tensor(Shape{7, 7, 3, 0})),
            "filters of shape (7, 7, 3, 0), at least one expected");
  EXPECT_EQ(refusal(Tensor(Shape{1, 1, 3, 257})),
            "filters of shape (1, 1, 3, 257), at most 256 filters expected");
  EXPECT_EQ(refusal(Tensor(Shape{1, 1, 3, 256})), "accepted");
}

TEST(ToFilters, RefusesWeightsThatAreNotFiniteByPosition) {
  const Shape shape{3, 4, 3, 2};
  for (const float wrong : {kNan, kInfinity, -kInfinity}) {
    for (int row = 0; row < 3; ++row) {
      for (int column = 0; column < 4; ++column) {
        for (int channel = 0; channel < 3; ++channel) {
          for (int f = 0; f < 2; ++f) {
            Tensor kernel = counting_kernel(shape);
            kernel.data()[((row * 4 + column) * 3 + channel) * 2 + f] = wrong;
            EXPECT_EQ(refusal(kernel),
                      fmt::format("the weight at [{}, {}, {}, {}] is {}, a finite number expected",
                                  row, column, channel, f, wrong));
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace convlens::lab
