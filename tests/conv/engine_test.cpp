// The engines against the double-precision reference.
#include <hwy/highway.h>
#include <hwy/targets.h>

#include <array>

#include "conv/problems.h"

namespace convlens::conv {
namespace {

using testing::Case;
using testing::compute;
using testing::expect_near_reference;
using testing::make_case;

// Every instruction set that this machine has and the engine was built for.
std::vector<std::int64_t> available_targets() {
  std::vector<std::int64_t> targets;
  std::int64_t left = hwy::SupportedTargets() & HWY_TARGETS;
  for (; left != 0; left &= left - 1) targets.push_back(left & -left);
  return targets;
}

class EachTarget : public ::testing::TestWithParam<std::int64_t> {
 protected:
  void SetUp() override { select(GetParam()); }
  void TearDown() override { select(0); }

 private:
  static void select(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
};

INSTANTIATE_TEST_SUITE_P(Simd, EachTarget, ::testing::ValuesIn(available_targets()),
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
  c.options.dilation_h = often({1, 1, 1, 2}, 1, 4);
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
  for (int i = 0; i < 400; ++i) {
    const Case c = random_case(random);
    expect_near_reference(c, compute(c, Engine::kSimd, 1 + i % 2));
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace convlens::conv
