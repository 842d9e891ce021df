#include "conv/simd.h"

#include "conv/filter_groups.h"
#include "conv/simd_strategies.h"

namespace convlens::conv {
namespace {

// Below this many multiply-adds or their time (some 10 microseconds), waking a second thread costs
// more than it brings.
constexpr std::int64_t kMinWorkPerThread = 400'000;

// What leaving out zeros has to save, or it costs more than it saves where inputs are not finite.
constexpr double kWorthIt = 0.85;

int useful_threads(double work, int threads, const ThreadPool& pool) {
  const auto useful = std::min(work / static_cast<double>(kMinWorkPerThread), 1024.0);
  return std::clamp(std::min(threads, static_cast<int>(useful)), 1, pool.thread_count());
}

}  // namespace

bool simd_accepts(const Geometry& geometry) {
  const auto fits = [](const Axis& axis) { return axis.span() / 8 <= axis.input + 64; };
  return fits(geometry.rows) && fits(geometry.columns);
}

void conv2d_simd(const Problem& problem, ThreadPool& pool, int threads, Workspace& workspace) {
  const Geometry& g = problem.geometry;
  const SimdKernels& kernels = simd_kernels();
  const auto pixels = static_cast<double>(g.batch * g.rows.output * g.columns.output);
  const auto whole = static_cast<double>(g.taps() * g.filters);
  const auto groups_of = [&](bool cropped) {
    return group_filters(problem, kernels, cropped, workspace);
  };

  const double dense = cost_of(groups_of(false), g, kernels);
  const double planar = planar_speed(problem, kernels, groups_of(false));
  const double packed = packed_speed(problem, kernels);
  const auto cropped_groups = groups_of(true);
  const double saved = cost_of(cropped_groups, g, kernels) / dense;
  if (saved < kWorthIt && packed * saved < planar) {
    const int few = useful_threads(pixels * saved * whole, threads, pool);
    if (conv2d_planar(problem, kernels, cropped_groups, pool, few, workspace)) return;
  }
  threads = useful_threads(pixels * whole, threads, pool);
  if (packed > planar) return conv2d_packed(problem, kernels, pool, threads, workspace);
  conv2d_planar(problem, kernels, groups_of(false), pool, threads, workspace);
}

}  // namespace convlens::conv
