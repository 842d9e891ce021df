#include "lab/shown/arithmetic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "conv/geometry.h"
#include "conv/problems.h"
#include "lab/fixtures.h"
#include "lab/lab.h"

namespace convlens::lab {
namespace {

using conv::Activation;
using conv::Padding;
using testing::small_bench;

Filter filter_from(const Tensor& kernel) {
  const Shape& shape = kernel.shape();
  return {"test",
          static_cast<int>(shape[0]),
          static_cast<int>(shape[1]),
          static_cast<int>(shape[2]),
          {kernel.values().begin(), kernel.values().end()}};
}

// Every cell against conv2d: the very bits of the reference, the bound of the fast engine.
void expect_every_cell(const conv::testing::Case& c) {
  const Tensor exact = conv::testing::compute(c, conv::Engine::kReference);
  const Tensor shown = conv::testing::compute(c, conv::Engine::kAuto);
  Filter filter = filter_from(c.kernel);
  if (c.bias.size() != 0) filter.bias = c.bias.values()[0];
  const auto rows = static_cast<int>(exact.shape()[1]);
  const auto columns = static_cast<int>(exact.shape()[2]);
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const auto cell = cell_arithmetic(c.input, filter, c.options, row, column);
      ASSERT_TRUE(cell.has_value()) << cell.error().message;
      const auto index = static_cast<std::size_t>(row * columns + column);
      ASSERT_EQ(static_cast<float>(cell->value), exact.values()[index])
          << describe(c) << " at " << row << ", " << column;
      double magnitude = std::fabs(cell->bias);
      double parts = cell->bias;
      for (const Tap& tap : cell->taps) magnitude += std::fabs(tap.product);
      for (const double subtotal : cell->subtotals) parts += subtotal;
      const auto terms = static_cast<std::int64_t>(cell->taps.size()) + 4;
      ASSERT_NEAR(double{shown.values()[index]}, cell->value,
                  conv::testing::rounding_bound(terms, magnitude))
          << describe(c);
      ASSERT_NEAR(parts, cell->sum, 1e-12 * (1.0 + magnitude));
    }
  }
}

TEST(Arithmetic, IsWhatTheMapHoldsInEveryCell) {
  unsigned seed = 1;
  for (const Shape& kernel : {Shape{7, 7, 3, 1}, Shape{3, 5, 3, 1}, Shape{1, 1, 3, 1},
                              Shape{4, 2, 1, 1}, Shape{2, 3, 5, 1}}) {
    for (const Padding padding : {Padding::kSame, Padding::kValid}) {
      for (const auto& [stride_h, stride_w, dilation_h, dilation_w] :
           {std::array{1, 1, 1, 1}, std::array{2, 3, 1, 1}, std::array{1, 1, 2, 3},
            std::array{3, 1, 1, 2}}) {
        for (const bool with_bias : {false, true}) {
          auto c = conv::testing::make_case({1, 17, 19, kernel[2]}, kernel, with_bias, seed++);
          c.options = {stride_h,   stride_w, dilation_h,
                       dilation_w, padding,  with_bias ? Activation::kRelu : Activation::kNone};
          expect_every_cell(c);
        }
      }
    }
  }
}

TEST(Arithmetic, IsThatOfTheBenchsOwnMaps) {
  Document bench = small_bench();
  bench.filters[0].bias = -3.5f;
  bench.filters[1].muted.assign(bench.filters[1].weights.size(), false);
  for (std::size_t i = 63; i < 75; ++i) bench.filters[1].muted[i] = true;  // some of its ones
  bench.conv.activation = Activation::kRelu;
  const Lab lab(bench);
  const Document& document = lab.document();
  for (std::size_t f = 0; f < document.filters.size(); ++f) {
    const Tensor& map = lab.pipeline().map(1, f).values;
    for (std::size_t i = 0; i < map.size(); ++i) {
      const auto columns = static_cast<std::size_t>(map.shape()[1]);
      const auto cell =
          cell_arithmetic(lab.pipeline().input(1).pixels, document.filters[f], bench_conv(document),
                          static_cast<int>(i / columns), static_cast<int>(i % columns));
      ASSERT_TRUE(cell.has_value());
      double magnitude = std::fabs(cell->bias);
      for (const Tap& tap : cell->taps) magnitude += std::fabs(tap.product);
      ASSERT_NEAR(double{map.values()[i]}, cell->value,
                  conv::testing::rounding_bound(7 * 7 * 3 + 4, magnitude));
    }
  }
}

// The sum by hand: rows 0 and 1 of the window are padding, the rest 1, 2, 3 ... of one channel.
TEST(Arithmetic, PaddingReadsZeroAndIsSaid) {
  Tensor input(Shape{1, 2, 2, 1});
  for (std::size_t i = 0; i < 4; ++i) input.values()[i] = static_cast<float>(i + 1);
  Filter filter = zero_filter("test", 3, 3, 1);
  for (std::size_t i = 0; i < 9; ++i) filter.weights[i] = static_cast<float>(i);
  filter.weights[5] = 0.0f;
  filter.bias = -40.0f;
  const auto cell = cell_arithmetic(input, filter, {}, 0, 0);
  ASSERT_TRUE(cell.has_value());
  EXPECT_TRUE(cell->at(0, 0, 0).padding);
  EXPECT_TRUE(cell->at(1, 0, 0).padding);
  EXPECT_FALSE(cell->at(1, 1, 0).padding);
  EXPECT_EQ(cell->at(0, 2, 0).product, 0.0);
  EXPECT_EQ(cell->at(2, 1, 0).input, 3.0f);
  EXPECT_EQ(cell->subtotals, std::vector<double>{1 * 4 + 2 * 0 + 3 * 7 + 4 * 8});
  EXPECT_EQ(cell->sum, 57.0 - 40.0);
  EXPECT_EQ(cell->counting, 7u);
  conv::Conv2dOptions relu;
  relu.activation = Activation::kRelu;
  filter.bias = -60.0f;
  const auto negative = cell_arithmetic(input, filter, relu, 0, 0);
  ASSERT_TRUE(negative.has_value());
  EXPECT_EQ(negative->sum, -3.0);
  EXPECT_EQ(negative->value, 0.0);
}

TEST(Arithmetic, AMutedWeightReadsZeroAndDoesNotCount) {
  Tensor input(Shape{1, 1, 2, 1});
  input.values()[0] = 3.0f;
  input.values()[1] = 5.0f;
  Filter filter = zero_filter("test", 1, 2, 1);
  filter.weights = {2.0f, 7.0f};
  filter.muted = {false, true};
  const auto cell = cell_arithmetic(input, filter, {}, 0, 0);
  ASSERT_TRUE(cell.has_value());
  EXPECT_EQ(cell->value, 6.0);
  EXPECT_EQ(cell->at(0, 1, 0).weight, 0.0f);
  EXPECT_EQ(cell->counting, 1u);
}

TEST(Arithmetic, AWeightThatIsNoNumberShowsInThePadding) {
  const Tensor input(Shape{1, 2, 2, 1});
  Filter filter = zero_filter("test", 3, 3, 1);
  filter.weights[0] = std::numeric_limits<float>::quiet_NaN();
  conv::Conv2dOptions relu;
  relu.activation = Activation::kRelu;
  const auto cell = cell_arithmetic(input, filter, relu, 0, 0);
  ASSERT_TRUE(cell.has_value());
  EXPECT_TRUE(std::isnan(cell->value));
}

TEST(Arithmetic, RefusesCellsThatTheMapLacks) {
  const Tensor input(Shape{1, 5, 6, 3});
  const Filter filter = zero_filter("test", 3, 3, 3);
  conv::Conv2dOptions valid;
  valid.padding = Padding::kValid;
  EXPECT_TRUE(cell_arithmetic(input, filter, valid, 2, 3).has_value());
  EXPECT_FALSE(cell_arithmetic(input, filter, valid, 2, 4).has_value());
  EXPECT_FALSE(cell_arithmetic(input, filter, valid, -1, 0).has_value());
  const auto beyond = cell_arithmetic(input, filter, valid, 3, 0);
  ASSERT_FALSE(beyond.has_value());
  EXPECT_EQ(beyond.error().message, "the map has cells up to [2, 3], found [3, 0]");
  EXPECT_FALSE(cell_arithmetic(input, zero_filter("grey", 3, 3, 1), {}, 0, 0).has_value());
}

TEST(Arithmetic, TheLineOfNumpySaysTheWindow) {
  const Shape input{1, 70, 120, 3};
  Filter filter = zero_filter("test", 7, 7, 3);
  EXPECT_EQ(numpy_line(input, filter, {}, {MapId::mine(0, 0), 15, 43}),
            "np.sum(x[0, 12:19, 40:47, :] * filters[:, :, :, 0])");
  filter.bias = 0.5f;
  EXPECT_EQ(numpy_line(input, filter, {}, {MapId::mine(1, 2), 15, 43}),
            "np.sum(x[1, 12:19, 40:47, :] * filters[:, :, :, 2]) + bias[2]");
  filter.bias = 0.0f;
  EXPECT_EQ(numpy_line(input, filter, {}, {MapId::mine(0, 0), 0, 119}),
            "np.sum(np.pad(x, ((0, 0), (3, 3), (3, 3), (0, 0)))[0, 0:7, 119:126, :]"
            " * filters[:, :, :, 0])");
  conv::Conv2dOptions options;
  options.stride_h = 2;
  options.dilation_w = 2;
  options.padding = Padding::kValid;
  options.activation = Activation::kRelu;
  EXPECT_EQ(numpy_line(input, filter, options, {MapId::mine(0, 1), 5, 4}),
            "np.maximum(np.sum(x[0, 10:17, 4:17:2, :] * filters[:, :, :, 1]), 0)");
}

}  // namespace
}  // namespace convlens::lab
