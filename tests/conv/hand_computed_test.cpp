// Small convolutions worked out on paper, in numbers that single precision holds exactly.
#include "conv/problems.h"

namespace convlens::conv {
namespace {

class EachEngine : public ::testing::TestWithParam<Engine> {
 protected:
  std::vector<float> run(const Tensor& input, const Tensor& kernel, const Tensor& bias,
                         const Conv2dOptions& options, OutputLayout layout = OutputLayout::kNhwc) {
    const auto result = conv2d(input, kernel, bias, options, {GetParam(), 1, layout});
    EXPECT_TRUE(result.has_value());
    if (!result) return {};
    return {result->values().begin(), result->values().end()};
  }
  const Tensor no_bias_{Shape{0}};
};

std::string engine_name(const ::testing::TestParamInfo<Engine>& engine) {
  if (engine.param == Engine::kAuto) return "Auto";
  return engine.param == Engine::kReference ? "Reference" : "Simd";
}

INSTANTIATE_TEST_SUITE_P(Conv, EachEngine,
                         ::testing::Values(Engine::kAuto, Engine::kReference, Engine::kSimd),
                         engine_name);

Tensor tensor(const Shape& shape, const std::vector<float>& values) {
  return Tensor(shape, values);
}

TEST_P(EachEngine, DoesNotFlipTheKernel) {
  const Tensor input = tensor({1, 1, 4, 1}, {1, 2, 3, 4});
  const Tensor kernel = tensor({1, 3, 1, 1}, {1, 10, 100});
  EXPECT_EQ(run(input, kernel, no_bias_, {}), (std::vector<float>{210, 321, 432, 43}));
}

TEST_P(EachEngine, KeepsRowsAndColumnsApart) {
  const Tensor input = tensor({1, 2, 3, 1}, {1, 2, 3, 4, 5, 6});
  const Tensor down = tensor({2, 1, 1, 1}, {1, 10});
  EXPECT_EQ(run(input, down, no_bias_, {}), (std::vector<float>{41, 52, 63, 4, 5, 6}));
  const Tensor right = tensor({1, 2, 1, 1}, {1, 10});
  EXPECT_EQ(run(input, right, no_bias_, {}), (std::vector<float>{21, 32, 3, 54, 65, 6}));
}

TEST_P(EachEngine, PutsTheSmallerHalfOfSamePaddingFirst) {
  // Width 4, kernel 4: three zeros of padding, one in front.
  const Tensor input = tensor({1, 1, 4, 1}, {1, 2, 3, 4});
  const Tensor kernel = tensor({1, 4, 1, 1}, {1, 10, 100, 1000});
  EXPECT_EQ(run(input, kernel, no_bias_, {}), (std::vector<float>{3210, 4321, 432, 43}));
}

TEST_P(EachEngine, SumsOverChannelsAndPlacesFilters) {
  const Tensor input = tensor({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6});
  // (1, 1, 3, 2): filter 0 is red minus blue, filter 1 all channels.
  const Tensor kernel = tensor({1, 1, 3, 2}, {1, 1, 0, 1, -1, 1});
  const Tensor bias = tensor({2}, {0.5f, -7});
  EXPECT_EQ(run(input, kernel, bias, {}), (std::vector<float>{-1.5f, -1, -1.5f, 8}));
  EXPECT_EQ(run(input, kernel, bias, {}, OutputLayout::kPlanar),
            (std::vector<float>{-1.5f, -1.5f, -1, 8}));
  Conv2dOptions relu;
  relu.activation = Activation::kRelu;
  EXPECT_EQ(run(input, kernel, bias, relu), (std::vector<float>{0, 0, 0, 8}));
}

TEST_P(EachEngine, StridesAndDilatesEachAxisByItself) {
  // 4 x 5, value = 10 row + column.
  std::vector<float> values;
  for (int row = 0; row < 4; ++row) {
    for (int column = 0; column < 5; ++column)
      values.push_back(static_cast<float>(10 * row + column));
  }
  const Tensor input = tensor({1, 4, 5, 1}, values);
  const Tensor kernel = tensor({2, 2, 1, 1}, {1, 0, 0, 1});  // top left plus bottom right
  Conv2dOptions options;
  options.padding = Padding::kValid;
  options.stride_h = 2;
  options.dilation_w = 3;
  // Rows 0 and 2; columns 0 and 1 with their neighbours 3 and 4 in the next row.
  EXPECT_EQ(run(input, kernel, no_bias_, options), (std::vector<float>{13, 15, 53, 55}));
  options.stride_h = 1;
  options.stride_w = 4;
  options.dilation_h = 2;
  options.dilation_w = 1;
  EXPECT_EQ(run(input, kernel, no_bias_, options), (std::vector<float>{21, 41}));
}

TEST_P(EachEngine, TreatsEveryImageOfABatchAlike) {
  const Tensor input = tensor({2, 1, 3, 1}, {1, 2, 3, 10, 20, 30});
  const Tensor kernel = tensor({1, 2, 1, 1}, {1, 1});
  EXPECT_EQ(run(input, kernel, no_bias_, {}), (std::vector<float>{3, 5, 3, 30, 50, 30}));
}

// The padding of the SIMD engine would dwarf this input; every engine must still get it right.
TEST_P(EachEngine, TakesADilationFarBeyondTheInput) {
  const Tensor input = tensor({1, 2, 2, 1}, {1, 2, 3, 4});
  const Tensor kernel = tensor({3, 3, 1, 1}, {9, 9, 9, 9, 2, 9, 9, 9, 9});
  Conv2dOptions options;
  options.dilation_h = options.dilation_w = 1'000'000'000;
  EXPECT_EQ(run(input, kernel, no_bias_, options), (std::vector<float>{2, 4, 6, 8}));
}

}  // namespace
}  // namespace convlens::conv
