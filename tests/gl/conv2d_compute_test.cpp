#include "gl/conv2d_compute.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <random>
#include <string>

#include "conv/problems.h"
#include "gl/context.h"

namespace convlens::gl {
namespace {

using conv::testing::Case;
using conv::testing::describe;
using conv::testing::make_case;
using conv::testing::rounding_bound;

Tensor absolute(const Tensor& tensor) {
  Tensor result = tensor.clone();
  for (float& value : result.values()) value = std::fabs(value);
  return result;
}

class Conv2dComputes : public testing::WithContext {
 protected:
  void SetUp() override {
    WithContext::SetUp();
    if (HasFatalFailure()) return;
    auto engine = Conv2dCompute::create();
    ASSERT_TRUE(engine) << engine.error().message;
    engine_.emplace(std::move(*engine));
  }
  void TearDown() override {
    engine_.reset();
    WithContext::TearDown();
  }

  Tensor compute(const Case& c) {
    auto result = engine_->conv2d(c.input, c.kernel, c.bias, c.options, c.layout);
    EXPECT_TRUE(result) << describe(c) << ": " << (result ? "" : result.error().message);
    return result ? std::move(*result) : Tensor();
  }

  // Within gamma_n * sum|a * b|, n being the products and the bias. The reference's sum is exact
  // but for its rounding to float32, at most u of its value; that of the sum of absolute values is
  // undone by 1 + 2u.
  void expect_near_reference(const Case& c) {
    const double u = std::ldexp(1.0, -24);
    const Tensor result = compute(c);
    const Tensor expected = conv::testing::compute(c, conv::Engine::kReference);
    const Case sizes{absolute(c.input), absolute(c.kernel), absolute(c.bias), c.options, c.layout};
    const Tensor magnitude = conv::testing::compute(sizes, conv::Engine::kReference);
    ASSERT_EQ(result.shape(), expected.shape()) << describe(c);
    const Shape& kernel = c.kernel.shape();
    const std::int64_t n = kernel[0] * kernel[1] * kernel[2] + 1;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const double reference = double{expected.values()[i]};
      const double error = std::fabs(double{result.values()[i]} - reference);
      const double sum = double{magnitude.values()[i]} * (1.0 + 2.0 * u);
      const double bound = rounding_bound(n, sum) + u * std::fabs(reference);
      worst_ = std::max(worst_, bound > 0.0 ? error / bound : 0.0);
      ASSERT_LE(error, bound) << describe(c) << " at element " << i << ": " << result.values()[i]
                              << ", expected " << reference;
    }
  }

  std::optional<Conv2dCompute> engine_;
  double worst_ = 0.0;  // the largest error seen, as a part of its bound
};

Case random_case(std::mt19937& random) {
  const auto pick = [&](int lo, int hi) { return std::uniform_int_distribution(lo, hi)(random); };
  const Shape input{pick(1, 3), pick(1, 24), pick(1, 40), pick(1, 9)};
  const Shape kernel{pick(1, 7), pick(1, 7), input[3], pick(0, 2) == 0 ? pick(9, 40) : pick(1, 8)};
  Case c = make_case(input, kernel, pick(0, 1) == 1, static_cast<unsigned>(random()));
  c.options.stride_h = pick(1, 4);
  c.options.stride_w = pick(1, 4);
  c.options.dilation_h = pick(1, 3);
  c.options.dilation_w = pick(1, 3);
  const bool valid_fits = (kernel[0] - 1) * c.options.dilation_h < input[1] &&
                          (kernel[1] - 1) * c.options.dilation_w < input[2];
  if (valid_fits && pick(0, 1) == 1) c.options.padding = conv::Padding::kValid;
  if (pick(0, 1) == 1) c.options.activation = conv::Activation::kRelu;
  if (pick(0, 1) == 1) c.layout = conv::OutputLayout::kPlanar;
  return c;
}

TEST_F(Conv2dComputes, AgreeWithTheReferenceOnRandomProblems) {
  std::mt19937 random(77);
  for (int i = 0; i < 250; ++i) {
    expect_near_reference(random_case(random));
    if (HasFatalFailure()) return;
  }
  RecordProperty("worst_part_of_bound", std::to_string(worst_));
  EXPECT_GT(worst_, 0.0) << "float32 sums that never differ from double ones are not what was run";
}

// One pixel, one filter, and sizes about the number of pixels and filters that a group holds.
TEST_F(Conv2dComputes, AgreeWithTheReferenceAtAwkwardSizes) {
  for (const std::int64_t width : {1, 63, 64, 65, 255, 256, 257, 511, 512, 513}) {
    for (const std::int64_t filters : {1, 2, 3, 4, 5, 7, 8, 9, 16, 17}) {
      expect_near_reference(make_case({1, 1, width, 2}, {1, 3, 2, filters}, true, 5));
      if (HasFatalFailure()) return;
    }
  }
}

// The lab's own problems, and a deep layer.
TEST_F(Conv2dComputes, AgreeWithTheReferenceOnTheLabsProblems) {
  expect_near_reference(make_case({2, 70, 120, 3}, {7, 7, 3, 2}, false, 1));
  expect_near_reference(make_case({1, 28, 28, 1}, {3, 3, 1, 32}, true, 2));
  expect_near_reference(make_case({1, 14, 14, 32}, {3, 3, 32, 64}, true, 3));
}

TEST_F(Conv2dComputes, ReadZerosFarOutsideTheInput) {
  Case c = make_case({1, 3, 4, 2}, {5, 5, 2, 3}, true, 9);
  c.options.dilation_h = 1000;
  c.options.dilation_w = 3000;
  expect_near_reference(c);
}

// The shading language does not ask for it, but every driver that was seen does it: NaN and
// infinity come out where the reference has them, also where a weight meets the padding's zeros.
TEST_F(Conv2dComputes, PropagateNanAndInfinity) {
  const float infinity = std::numeric_limits<float>::infinity();
  for (const float special : {std::numeric_limits<float>::quiet_NaN(), infinity, -infinity}) {
    for (const bool in_kernel : {false, true}) {
      Case c = make_case({1, 6, 7, 2}, {3, 3, 2, 3}, false, 4);
      c.options.activation = conv::Activation::kRelu;
      (in_kernel ? c.kernel : c.input).values()[7] = special;
      const Tensor result = compute(c);
      const Tensor expected = conv::testing::compute(c, conv::Engine::kReference);
      ASSERT_EQ(result.shape(), expected.shape());
      for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(std::fpclassify(result.values()[i]) == FP_NAN,
                  std::fpclassify(expected.values()[i]) == FP_NAN)
            << describe(c) << " element " << i;
        EXPECT_EQ(std::isinf(result.values()[i]), std::isinf(expected.values()[i]))
            << describe(c) << " element " << i;
      }
    }
  }
}

TEST_F(Conv2dComputes, LeaveTheProgramAndTheBindings) {
  const auto program =
      ShaderProgram::compile_compute("layout(local_size_x = 1) in;\nvoid main() {}\n");
  ASSERT_TRUE(program) << program.error().message;
  program->use();
  compute(make_case({1, 4, 4, 1}, {3, 3, 1, 1}, false, 1));
  EXPECT_EQ(testing::get_integer(GL_CURRENT_PROGRAM), static_cast<int>(program->id()));
  EXPECT_EQ(testing::get_integer(GL_SHADER_STORAGE_BUFFER_BINDING), 0);
  glUseProgram(0);
}

TEST_F(Conv2dComputes, AreNotTroubledByAnEarlierError) {
  glEnable(GL_TEXTURE0);  // no switch of that name
  expect_near_reference(make_case({1, 4, 4, 1}, {3, 3, 1, 1}, false, 1));
}

std::string refusal(Conv2dCompute& engine, const Shape& input, const Shape& kernel,
                    const conv::Conv2dOptions& options = {}) {
  const auto result = engine.conv2d(Tensor(input), Tensor(kernel), Tensor(), options);
  return result ? "no error" : result.error().message;
}

TEST_F(Conv2dComputes, RefuseWhatDoesNotFitByName) {
  const std::string shapes = refusal(*engine_, {1, 4, 4, 3}, {3, 3, 2, 1});
  EXPECT_NE(shapes.find("(3, 3, 2, 1)"), std::string::npos) << shapes;

  GLint64 limit = 0;
  glGetInteger64v(GL_MAX_SHADER_STORAGE_BLOCK_SIZE, &limit);
  const std::int64_t filters = limit / (std::int64_t{4} << 20) + 1;  // 2^20 pixels of 4 bytes each
  const std::string bytes = refusal(*engine_, {1, 1024, 1024, 1}, {1, 1, 1, filters});
  EXPECT_NE(bytes.find("output"), std::string::npos) << bytes;
  EXPECT_NE(bytes.find("GL_MAX_SHADER_STORAGE_BLOCK_SIZE"), std::string::npos) << bytes;
  EXPECT_NE(bytes.find(std::to_string(limit)), std::string::npos) << bytes;

  const std::string elements = refusal(*engine_, {1, 1024, 1024, 1}, {1, 1, 1, 2048});
  EXPECT_NE(elements.find("output elements of 2147483648"), std::string::npos) << elements;

  // A refusal leaves the engine as it was.
  expect_near_reference(make_case({1, 5, 6, 3}, {3, 3, 3, 4}, true, 8));
}

}  // namespace
}  // namespace convlens::gl
