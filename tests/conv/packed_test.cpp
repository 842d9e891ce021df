// The packed strategy: kernels that are read where they are, and rows of padding that are left out.
#include <limits>
#include <optional>

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
using testing::expect_near_reference;
using testing::make_case;
using testing::same_bits;

Tensor by_strategy(const Case& c, Strategy strategy, int threads) {
  testing::PosedCase posed(c);
  Workspace workspace;
  ThreadPool pool(3);
  conv2d_simd(posed.problem, strategy, pool, threads, workspace);
  return std::move(posed.output);
}

// Few pixels and many filters of every number about whole vectors; small and large kernels.
Case random_case(std::mt19937& random) {
  const auto pick = [&](int lo, int hi) { return std::uniform_int_distribution(lo, hi)(random); };
  const int size = pick(1, 4);
  const Shape input{pick(1, 4) == 1 ? 2 : 1, pick(1, 12), pick(1, 30), pick(1, 40)};
  Case c = make_case(input, Shape{size, pick(1, 4), input[3], pick(1, 300)}, pick(0, 1) == 1,
                     static_cast<unsigned>(random()));
  c.options.stride_h = pick(1, 3);
  c.options.dilation_h = pick(1, 3);
  c.options.dilation_w = pick(1, 2);
  if (pick(0, 1) == 1) c.options.activation = Activation::kRelu;
  if (pick(0, 1) == 1) c.layout = OutputLayout::kPlanar;
  return c;
}

TEST_P(EachTarget, PackedHasTheBitsOfPlanar) {
  std::mt19937 random(41);
  for (int i = 0; i < testing::case_count(300); ++i) {
    const Case c = random_case(random);
    const Tensor planar = by_strategy(c, Strategy::kPlanar, 1);
    for (const int threads : {1, 3}) {
      ASSERT_TRUE(same_bits(by_strategy(c, Strategy::kPacked, threads).values(), planar.values()))
          << describe(c) << ", " << threads << " threads";
    }
    if (i % 5 == 0) expect_near_reference(c, planar);
  }
}

// Where a weight is not finite, its product with padding is no number, and is not left out.
TEST_P(EachTarget, PackedLeavesOutNoWeightThatIsNotFinite) {
  std::mt19937 random(42);
  for (int i = 0; i < 100; ++i) {
    Case c = make_case(Shape{1, 6, 20, 8}, Shape{3, 3, 8, 40}, true, 43);
    const float values[] = {std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity(),
                            std::numeric_limits<float>::quiet_NaN()};
    c.kernel.data()[random() % c.kernel.size()] = values[i % 3];
    const Tensor expected = compute(c, Engine::kReference);
    const Tensor found = by_strategy(c, Strategy::kPacked, 1 + i % 2);
    for (std::size_t k = 0; k < expected.size(); ++k) {
      ASSERT_EQ(std::isnan(found.data()[k]), std::isnan(expected.data()[k])) << k;
      ASSERT_EQ(std::isinf(found.data()[k]), std::isinf(expected.data()[k])) << k;
    }
  }
}

// Rows that are taken as one: the same values as one by one, in both layouts.
TEST_P(EachTarget, PixelsAloneAreConvolvedAsInAnyPicture) {
  for (const int height : {1, 6, 7, 13, 14, 48}) {
    for (const int width : {1, 7, 13, 14, 50}) {
      Case c = make_case(Shape{2, height, width, 9}, Shape{1, 1, 9, 37}, true, 44);
      for (const OutputLayout layout : {OutputLayout::kNhwc, OutputLayout::kPlanar}) {
        c.layout = layout;
        ASSERT_TRUE(same_bits(compute(c, Engine::kSimd, 2).values(),
                              by_strategy(c, Strategy::kPlanar, 1).values()))
            << describe(c);
        expect_near_reference(c, compute(c, Engine::kSimd));
      }
    }
  }
}

}  // namespace
}  // namespace convlens::conv
