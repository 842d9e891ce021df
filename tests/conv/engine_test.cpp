// The SIMD engine against the double-precision reference, on every instruction set of this machine.
#include <array>
#include <limits>

#include "conv/each_target.h"
#include "conv/problems.h"
#include "conv/simd_kernels.h"

namespace convlens::conv {
namespace {

using testing::Case;
using testing::compute;
using testing::describe;
using testing::EachTarget;
using testing::expect_near_reference;
using testing::make_case;
using testing::same_bits;

INSTANTIATE_TEST_SUITE_P(Simd, EachTarget, ::testing::ValuesIn(testing::available_targets()),
                         [](const auto& param) { return hwy::TargetName(param.param); });

TEST_P(EachTarget, IsTheOneThatRuns) { EXPECT_EQ(simd_target(), hwy::TargetName(GetParam())); }

Case random_case(std::mt19937& random) {
  const auto pick = [&](int lo, int hi) { return std::uniform_int_distribution(lo, hi)(random); };
  const auto often = [&](std::array<int, 4> usual, int lo, int hi) {
    return pick(0, 2) > 0 ? usual[static_cast<std::size_t>(pick(0, 3))] : pick(lo, hi);
  };
  const Shape input{pick(1, 10) == 1 ? 3 : 1, pick(1, 26), often({16, 28, 33, 70}, 1, 120),
                    often({1, 3, 3, 16}, 1, 9)};
  const Shape kernel{often({1, 3, 5, 7}, 1, 8), often({1, 3, 5, 7}, 1, 8), input[3],
                     often({1, 2, 4, 32}, 1, 70)};
  Case c = make_case(input, kernel, pick(0, 1) == 1, static_cast<unsigned>(random()));
  c.options.stride_h = often({1, 1, 1, 2}, 1, 9);
  c.options.stride_w = often({1, 1, 1, 2}, 1, 9);
  c.options.dilation_h = often({1, 1, 1, 2}, 1, 10);
  c.options.dilation_w = often({1, 1, 1, 2}, 1, 4);
  const bool valid_fits = (kernel[0] - 1) * c.options.dilation_h < input[1] &&
                          (kernel[1] - 1) * c.options.dilation_w < input[2];
  if (valid_fits && pick(0, 1) == 1) c.options.padding = Padding::kValid;
  if (pick(0, 1) == 1) c.options.activation = Activation::kRelu;
  if (pick(0, 1) == 1) c.layout = OutputLayout::kPlanar;
  return c;
}

TEST_P(EachTarget, AgreesWithTheReferenceOnRandomProblems) {
  std::mt19937 random(20240611);
  for (int i = 0; i < testing::case_count(400); ++i) {
    const Case c = random_case(random);
    expect_near_reference(c, compute(c, Engine::kSimd, 1 + i % 2));
    if (HasFatalFailure()) return;
  }
}

// The largest picture that a screen shows.
TEST(Engine, AgreesWithTheReferenceAt4K) {
  Case c = make_case(Shape{1, 2160, 3840, 1}, Shape{5, 5, 1, 2}, true, 9);
  c.layout = OutputLayout::kPlanar;
  expect_near_reference(c, compute(c, Engine::kAuto, 0));
}

// Widths round which the code changes its way: one pixel, the kernel, vectors and blocks of them.
TEST_P(EachTarget, AgreesWithTheReferenceAtAwkwardSizes) {
  const int lanes = simd_kernels().lanes;
  constexpr int kKernel = 5;
  std::vector<int> sizes{1, 2, kKernel - 1, kKernel, kKernel + 1, 11, 12, 13};
  for (const int vectors : {1, 2, 4, 6, 7}) {
    for (const int more : {-1, 0, 1}) sizes.push_back(std::max(vectors * lanes + more, 1));
  }
  for (const int width : sizes) {
    for (const int filters : {1, 2, 3, 4, 5, lanes, lanes + 1, 3 * lanes}) {
      for (const OutputLayout layout : {OutputLayout::kNhwc, OutputLayout::kPlanar}) {
        Case c = make_case(Shape{1, 9, width, 3}, Shape{kKernel, kKernel, 3, filters}, true, 7);
        c.layout = layout;
        expect_near_reference(c, compute(c, Engine::kSimd));
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST_P(EachTarget, AgreesWithTheReferenceAtAwkwardHeights) {
  for (int height = 1; height <= 13; ++height) {
    for (const int dilation : {1, 2, 3}) {
      for (const int filters : {1, 2, 40}) {
        Case c = make_case(Shape{1, height, 20, 2}, Shape{5, 3, 2, filters}, false, 8);
        c.options.dilation_h = dilation;
        c.options.stride_h = 1 + height % 3;
        expect_near_reference(c, compute(c, Engine::kSimd));
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST_P(EachTarget, AgreesWithTheReferenceAtEveryChannelCount) {
  for (int channels = 1; channels <= 20; ++channels) {
    for (const int stride : {1, 2}) {
      Case c = make_case(Shape{1, 6, 37, channels}, Shape{3, 3, channels, 2}, false, 9);
      c.options.stride_w = stride;
      expect_near_reference(c, compute(c, Engine::kSimd));
      if (HasFatalFailure()) return;
    }
  }
}

// Arguments and results at addresses that no vector is aligned to, exactly as long as they must be.
TEST_P(EachTarget, TakesMisalignedMemory) {
  for (const int filters : {2, 33}) {
    const Case c = make_case(Shape{1, 12, 40, 3}, Shape{3, 3, 3, filters}, true, 10);
    const Tensor expected = compute(c, Engine::kSimd);
    for (std::size_t offset = 1; offset < 4; ++offset) {
      const auto shifted = [&](const Tensor& tensor) {
        std::vector<float> values(offset);
        values.insert(values.end(), tensor.values().begin(), tensor.values().end());
        return values;
      };
      const auto input = shifted(c.input);
      const auto kernel = shifted(c.kernel);
      const auto bias = shifted(c.bias);
      std::vector<float> output(offset + expected.size());
      const auto from = [&](const std::vector<float>& values) {
        return std::span(values).subspan(offset);
      };
      ASSERT_TRUE(conv2d_into({from(input), c.input.shape()}, {from(kernel), c.kernel.shape()},
                              {from(bias), c.bias.shape()}, c.options, {Engine::kSimd, 1, c.layout},
                              std::span(output).subspan(offset)));
      EXPECT_TRUE(same_bits(from(output), expected.values())) << "offset " << offset;
    }
  }
}

// The lab recomputes only the filters that were painted, so a filter's map must not depend on which
// others are computed with it: neither on their number nor on the strategy that it leads to.
TEST_P(EachTarget, GivesAFilterAloneTheBitsItHasAmongOthers) {
  constexpr int kFilters = 37;
  Case all = make_case(Shape{1, 21, 50, 3}, Shape{7, 7, 3, kFilters}, true, 11);
  const Tensor together = compute(all, Engine::kSimd);
  for (int f = 0; f < kFilters; ++f) {
    Case one = make_case(Shape{1, 21, 50, 3}, Shape{7, 7, 3, 1}, true, 11);
    for (std::size_t tap = 0; tap < one.kernel.size(); ++tap) {
      one.kernel.values()[tap] = all.kernel.values()[tap * kFilters + static_cast<std::size_t>(f)];
    }
    one.bias.values()[0] = all.bias.values()[static_cast<std::size_t>(f)];
    one.input = all.input.clone();
    const Tensor alone = compute(one, Engine::kSimd);
    std::vector<float> among;
    for (std::size_t i = static_cast<std::size_t>(f); i < together.size(); i += kFilters) {
      among.push_back(together.values()[i]);
    }
    ASSERT_TRUE(same_bits(alone.values(), among)) << "filter " << f;
  }
}

TEST_P(EachTarget, GivesBothLayoutsTheSameBits) {
  for (const int filters : {1, 2, 7, 40}) {
    Case c = make_case(Shape{2, 10, 35, 3}, Shape{5, 3, 3, filters}, true, 12);
    const Tensor nhwc = compute(c, Engine::kSimd);
    c.layout = OutputLayout::kPlanar;
    const Tensor planar = compute(c, Engine::kSimd);  // (2, F, 10, 35)
    std::vector<float> moved;
    const std::size_t count = static_cast<std::size_t>(filters);
    for (std::size_t n = 0; n < 2; ++n) {
      for (std::size_t pixel = 0; pixel < 350; ++pixel) {
        for (std::size_t f = 0; f < count; ++f) {
          moved.push_back(planar.values()[(n * count + f) * 350 + pixel]);
        }
      }
    }
    EXPECT_TRUE(same_bits(nhwc.values(), moved)) << filters << " filters";
  }
}

// NaN and infinity must come out where the reference has them: a zero weight on an infinite pixel
// is a NaN, a NaN stays one through the activation, and padding counts as zeros.
TEST_P(EachTarget, PropagatesNanAndInfinityAsTheReferenceDoes) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  std::mt19937 random(13);
  for (const int filters : {1, 2, 5, 33}) {
    for (const bool in_kernel : {false, true}) {
      Case c = make_case(Shape{1, 17, 45, 3}, Shape{3, 5, 3, filters}, true, 14);
      for (std::size_t i = 0; i < c.kernel.size(); i += 4) c.kernel.values()[i] = 0.0f;
      Tensor& target = in_kernel ? c.kernel : c.input;
      std::uniform_int_distribution<std::size_t> place(0, target.size() - 1);
      for (const float special : {kNan, kInfinity, -kInfinity})
        target.values()[place(random)] = special;
      for (const Activation activation : {Activation::kNone, Activation::kRelu}) {
        c.options.activation = activation;
        const Tensor expected = compute(c, Engine::kReference);
        const Tensor result = compute(c, Engine::kSimd);
        for (std::size_t i = 0; i < expected.size(); ++i) {
          const float want = expected.values()[i];
          const float have = result.values()[i];
          ASSERT_EQ(std::isnan(have), std::isnan(want)) << describe(c) << " at " << i;
          ASSERT_EQ(std::isinf(have), std::isinf(want)) << describe(c) << " at " << i;
          if (std::isinf(want)) {
            ASSERT_EQ(have, want) << describe(c) << " at " << i;
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace convlens::conv
