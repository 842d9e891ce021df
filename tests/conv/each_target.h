#pragma once

#include "conv/simd_targets.h"

#include <gtest/gtest.h>
#include <hwy/highway.h>
#include <hwy/targets.h>

#include <cstdint>
#include <vector>

namespace convlens::conv::testing {

inline std::vector<std::int64_t> available_targets() {
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

}  // namespace convlens::conv::testing
