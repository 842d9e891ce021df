#include "conv/peak.h"

#include <algorithm>
#include <chrono>

#include "conv/simd_kernels.h"

namespace convlens::conv {

double measure_peak_gflops() {
  using Clock = std::chrono::steady_clock;
  constexpr std::int64_t kRounds = 50'000;  // about a millisecond
  constexpr int kRuns = 8;
  const SimdKernels& kernels = simd_kernels();
  float result[SimdKernels::kMaxLanes];
  double best = 0.0;
  for (int run = 0; run < kRuns; ++run) {
    const auto start = Clock::now();
    const std::int64_t flops = kernels.multiply_adds(kRounds, result);
    const std::chrono::duration<double, std::nano> elapsed = Clock::now() - start;
    best = std::max(best, static_cast<double>(flops) / elapsed.count());
  }
  return best;
}

}  // namespace convlens::conv
