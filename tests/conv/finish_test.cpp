// What is done to outputs as soon as they are there: once to each, whatever computes them.
#include <atomic>

#include "conv/each_target.h"
#include "conv/geometry.h"
#include "conv/problems.h"
#include "conv/simd.h"

namespace convlens::conv {
namespace {

using testing::Case;
using testing::compute;
using testing::describe;
using testing::EachTarget;
using testing::make_case;
using testing::same_bits;

struct Counted {
  std::int64_t filters = 0;
  std::atomic<std::int64_t> values{0};
  std::atomic<bool> whole{true};
};

// Marks what it is given: a value that was there twice, or never, is not its negative plus 1.
Finish marking(Counted& counted) {
  return {[](const void* context, float* pixels, std::int64_t count) {
            auto& seen = *static_cast<Counted*>(const_cast<void*>(context));
            seen.values += count;
            if (count % seen.filters != 0) seen.whole = false;
            for (std::int64_t i = 0; i < count; ++i) pixels[i] = 1.0f - pixels[i];
          },
          &counted};
}

void expect_marked_once(const Case& c, Strategy strategy, Engine engine, int threads) {
  Tensor expected = compute(c, engine);
  for (float& value : expected.values()) value = 1.0f - value;
  Counted counted{.filters = c.kernel.shape()[3]};
  testing::PosedCase posed(c);
  if (engine == Engine::kReference) {
    const Execution execution{.engine = engine, .finish = marking(counted)};
    ASSERT_TRUE(
        conv2d_into(c.input, c.kernel, c.bias, c.options, execution, posed.output.values()));
  } else {
    posed.problem.finish = marking(counted);
    Workspace workspace;
    ThreadPool pool(7);  // more than this machine may have cores
    conv2d_simd(posed.problem, strategy, pool, threads, workspace);
  }
  const Tensor& output = posed.output;
  EXPECT_TRUE(same_bits(output.values(), expected.values())) << describe(c);
  EXPECT_EQ(counted.values.load(), static_cast<std::int64_t>(output.size())) << describe(c);
  EXPECT_TRUE(counted.whole) << describe(c);
}

TEST_P(EachTarget, EachOutputIsFinishedOnce) {
  for (const int filters : {1, 3, 20, 150, 300}) {
    for (const int height : {1, 7, 40}) {
      for (const int dilation : {1, 3}) {
        Case c = make_case(Shape{2, height, 30, 20}, Shape{3, 3, 20, filters}, true, 31);
        c.options.dilation_h = dilation;
        for (const Strategy strategy : {Strategy::kPlanar, Strategy::kPacked}) {
          for (const int threads : {1, 2, 8}) {
            expect_marked_once(c, strategy, Engine::kSimd, threads);
          }
        }
      }
    }
  }
}

// The input is found not to be finite, and all is computed anew.
TEST_P(EachTarget, WhatIsComputedAnewIsFinishedAnew) {
  Case c = make_case(Shape{1, 40, 60, 3}, Shape{7, 7, 3, 2}, true, 32);
  for (std::size_t i = 0; i < c.kernel.size(); ++i) {
    if (i / 2 / 3 / 7 != 3) c.kernel.data()[i] = 0.0f;  // a line
  }
  c.input.data()[500] = HUGE_VALF;
  Tensor output(compute(c, Engine::kSimd).shape());
  Counted counted{.filters = 2};
  const Execution execution{.strategy = Strategy::kSparse, .finish = marking(counted)};
  ASSERT_TRUE(conv2d_into(c.input, c.kernel, c.bias, c.options, execution, output.values()));
  const Tensor unmarked = compute(c, Engine::kSimd);
  for (std::size_t i = 0; i < output.size(); ++i) {
    const float expected = 1.0f - unmarked.data()[i];
    ASSERT_TRUE(output.data()[i] == expected || std::isnan(expected)) << i;
  }
}

TEST(Finish, OfTheReference) {
  expect_marked_once(make_case(Shape{2, 5, 6, 3}, Shape{3, 3, 3, 4}, true, 33), Strategy::kAuto,
                     Engine::kReference, 1);
}

}  // namespace
}  // namespace convlens::conv
