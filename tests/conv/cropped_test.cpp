// Kernels whose zeros are left out: the same bits as with them, whatever is left out, and what
// IEEE 754 says of inputs that are not finite.
#include <array>
#include <limits>
#include <optional>

#include "conv/each_target.h"
#include "conv/filter_groups.h"
#include "conv/problems.h"
#include "conv/simd.h"
#include "conv/simd_strategies.h"

namespace convlens::conv {
namespace {

using testing::Case;
using testing::compute;
using testing::describe;
using testing::EachTarget;
using testing::make_case;
using testing::same_bits;

// Zeros outside of a box of each filter; some filters are 0 throughout.
void crop(Case& c, std::mt19937& random) {
  const Shape& shape = c.kernel.shape();  // (kh, kw, c, f)
  for (std::int64_t f = 0; f < shape[3]; ++f) {
    std::array<std::int64_t, 3> first{};
    std::array<std::int64_t, 3> last{};
    const bool none = random() % 9 == 0;
    for (int axis = 0; axis < 3; ++axis) {
      const auto place = static_cast<std::size_t>(axis);
      first[place] = static_cast<std::int64_t>(random()) % shape[axis];
      last[place] =
          first[place] + static_cast<std::int64_t>(random()) % (shape[axis] - first[place]);
    }
    for (std::int64_t i = 0; i < shape[0] * shape[1] * shape[2]; ++i) {
      const std::array<std::int64_t, 3> at{i / shape[2] / shape[1], i / shape[2] % shape[1],
                                           i % shape[2]};
      bool inside = !none;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        inside = inside && at[axis] >= first[axis] && at[axis] <= last[axis];
      }
      if (!inside) c.kernel.data()[i * shape[3] + f] = random() % 2 == 0 ? 0.0f : -0.0f;
    }
  }
}

Case random_case(std::mt19937& random) {
  const auto pick = [&](int lo, int hi) { return std::uniform_int_distribution(lo, hi)(random); };
  const Shape input{pick(1, 8) == 1 ? 2 : 1, pick(1, 30), pick(1, 90), pick(1, 5)};
  Case c = make_case(input, Shape{pick(1, 8), pick(1, 8), input[3], pick(1, 9)}, pick(0, 1) == 1,
                     static_cast<unsigned>(random()));
  c.options.stride_h = pick(1, 3) == 1 ? pick(1, 4) : 1;
  c.options.stride_w = pick(1, 3) == 1 ? pick(1, 4) : 1;
  c.options.dilation_h = pick(1, 3) == 1 ? pick(1, 9) : 1;
  c.options.dilation_w = pick(1, 3) == 1 ? pick(1, 4) : 1;
  if (pick(0, 1) == 1) c.options.activation = Activation::kRelu;
  if (pick(0, 1) == 1) c.layout = OutputLayout::kPlanar;
  crop(c, random);
  return c;
}

// By the planar strategy with one grouping or the other; nothing where it has to be done anew.
std::optional<Tensor> computed(const Case& c, bool cropped, int threads) {
  testing::PosedCase posed(c);
  const Problem& problem = posed.problem;
  if (!simd_accepts(problem.geometry)) return std::nullopt;
  Workspace workspace;
  ThreadPool pool(1);
  const SimdKernels& kernels = simd_kernels();
  const bool done =
      conv2d_planar(problem, kernels, group_filters(problem, kernels, cropped, workspace), pool,
                    threads, workspace);
  return done ? std::optional(std::move(posed.output)) : std::nullopt;
}

TEST_P(EachTarget, WhatIsLeftOutChangesNoBit) {
  std::mt19937 random(17);
  int compared = 0;
  for (int i = 0; i < testing::case_count(600); ++i) {
    const Case c = random_case(random);
    const auto whole = computed(c, false, 1 + i % 2);
    const auto cropped = computed(c, true, 1 + i % 2);
    ASSERT_EQ(whole.has_value(), cropped.has_value()) << describe(c);
    if (!whole) continue;
    ASSERT_TRUE(same_bits(whole->values(), cropped->values())) << describe(c);
    ASSERT_TRUE(same_bits(whole->values(), compute(c, Engine::kSimd, 1 + i % 2).values()))
        << describe(c);
    ++compared;
  }
  EXPECT_GT(compared, 500);
}

TEST_P(EachTarget, AZeroTimesWhatIsNotFiniteIsNoNumber) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  std::mt19937 random(18);
  for (int i = 0; i < 200; ++i) {
    Case c = random_case(random);
    const float values[] = {kInfinity, -kInfinity, std::numeric_limits<float>::quiet_NaN()};
    c.input.data()[random() % c.input.size()] = values[i % 3];
    const Tensor expected = compute(c, Engine::kReference);
    const Tensor found = compute(c, Engine::kSimd, 1 + i % 2);
    for (std::size_t k = 0; k < expected.size(); ++k) {
      const float a = expected.values()[k];
      const float b = found.values()[k];
      ASSERT_EQ(std::isnan(a), std::isnan(b)) << describe(c) << " output " << k;
      if (std::isinf(a)) {
        ASSERT_EQ(a, b) << describe(c) << " output " << k;
      }
    }
  }
}

TEST(Strategies, AllGiveTheSameBits) {
  std::mt19937 random(19);
  int sparse = 0;
  for (int i = 0; i < 300; ++i) {
    const Case c = random_case(random);
    const Tensor expected = compute(c, Engine::kSimd);
    for (const Strategy strategy : {Strategy::kPlanar, Strategy::kPacked, Strategy::kSparse}) {
      const Execution execution{Engine::kSimd, 1 + i % 2, c.layout, strategy};
      const auto found = conv2d(c.input, c.kernel, c.bias, c.options, execution);
      ASSERT_TRUE(found);
      ASSERT_TRUE(same_bits(found->values(), expected.values()))
          << describe(c) << " " << name_of(strategy);
      const auto plan = conv2d_plan(c.input.shape(), c.kernel, c.options, execution);
      ASSERT_TRUE(plan);
      EXPECT_TRUE(plan->strategy == strategy || plan->strategy == Strategy::kAuto);
    }
    const auto plan = conv2d_plan(c.input.shape(), c.kernel, c.options, {.layout = c.layout});
    sparse += plan->strategy == Strategy::kSparse ? 1 : 0;
    EXPECT_GE(plan->cost, plan->products * (plan->strategy == Strategy::kAuto ? 1.0 : 0.99));
  }
  EXPECT_GT(sparse, 100);
}

TEST(Strategies, OfTheNotebooksLinesIsSparseAndOfNoiseIsNot) {
  Case c = make_case(Shape{1, 427, 640, 3}, Shape{7, 7, 3, 2}, false, 3);
  c.layout = OutputLayout::kPlanar;
  const Execution execution{.layout = c.layout};
  EXPECT_EQ(conv2d_plan(c.input.shape(), c.kernel, {}, execution)->strategy, Strategy::kPlanar);
  std::fill(c.kernel.values().begin(), c.kernel.values().end(), 0.0f);
  for (int i = 0; i < 7; ++i) {
    for (int channel = 0; channel < 3; ++channel) {
      c.kernel.data()[((i * 7 + 3) * 3 + channel) * 2 + 0] = 1.0f;
      c.kernel.data()[((3 * 7 + i) * 3 + channel) * 2 + 1] = 1.0f;
    }
  }
  const auto plan = conv2d_plan(c.input.shape(), c.kernel, {}, execution);
  EXPECT_EQ(plan->strategy, Strategy::kSparse);
  EXPECT_EQ(plan->products, 427.0 * 640 * 42);
}

TEST(FilterGroups, HoldWhatIsNotZero) {
  Case c = make_case(Shape{1, 9, 9, 3}, Shape{7, 7, 3, 6}, false, 3);
  std::fill(c.kernel.values().begin(), c.kernel.values().end(), 0.0f);
  const auto weight = [&](int row, int column, int channel, int filter) -> float& {
    return c.kernel.data()[((row * 7 + column) * 3 + channel) * 6 + filter];
  };
  for (int i = 0; i < 7; ++i) {
    for (int channel = 0; channel < 3; ++channel) {
      weight(i, 3, channel, 0) = weight(i, 3, channel, 1) = 1.0f;
      weight(3, i, channel, 2) = 1.0f;
    }
  }
  weight(6, 0, 1, 3) = std::numeric_limits<float>::quiet_NaN();
  weight(0, 0, 0, 5) = weight(6, 6, 2, 5) = 1.0f;
  Problem problem;
  problem.geometry = *conv2d_geometry(c.input.shape(), c.kernel.shape(), Shape{0}, {});
  problem.kernel = c.kernel.data();
  Workspace workspace;
  const auto groups = group_filters(problem, simd_kernels(), true, workspace);
  ASSERT_EQ(groups.size(), 5u);
  EXPECT_EQ(groups[0].filters, 2);
  EXPECT_EQ(groups[0].box, (KernelBox{0, 7, 3, 1, 0, 3}));
  EXPECT_EQ(groups[1].box, (KernelBox{3, 1, 0, 7, 0, 3}));
  EXPECT_EQ(groups[2].box, (KernelBox{6, 1, 0, 1, 1, 1}));
  EXPECT_EQ(groups[3].box.taps(), 1);  // of zeros alone
  EXPECT_EQ(groups[4].box, whole_kernel(problem.geometry));
  EXPECT_EQ(groups[4].first, 5);
}

}  // namespace
}  // namespace convlens::conv
