#include "conv/simd.h"

#include "conv/simd_strategies.h"

namespace convlens::conv {
namespace {

// Below this many multiply-adds (some 10 microseconds), waking a second thread costs more than it
// brings.
constexpr std::int64_t kMinWorkPerThread = 400'000;

}  // namespace

bool simd_accepts(const Geometry& geometry) {
  const auto fits = [](const Axis& axis) { return axis.span() / 8 <= axis.input + 64; };
  return fits(geometry.rows) && fits(geometry.columns);
}

void conv2d_simd(const Problem& problem, ThreadPool& pool, int threads, Workspace& workspace) {
  const Geometry& g = problem.geometry;
  const auto work = static_cast<double>(g.output_count()) * static_cast<double>(g.taps());
  const auto useful = std::min(work / static_cast<double>(kMinWorkPerThread), 1024.0);
  threads = std::clamp(std::min(threads, static_cast<int>(useful)), 1, pool.thread_count());

  const SimdKernels& kernels = simd_kernels();
  const auto strategy = packed_speed(problem, kernels) > planar_speed(problem, kernels)
                            ? conv2d_packed
                            : conv2d_planar;
  strategy(problem, kernels, pool, threads, workspace);
}

}  // namespace convlens::conv
