#include "conv/simd.h"

#include "conv/simd_strategies.h"

namespace convlens::conv {
namespace {

// Below this many multiply-adds (some 10 microseconds), waking a second thread costs more than it
// brings.
constexpr std::int64_t kMinWorkPerThread = 400'000;

// The share of lanes that do useful work.
double planar_use(const Geometry& g, const SimdKernels& kernels) {
  const std::int64_t vectors = ceil_divide(g.columns.output, kernels.lanes);
  return static_cast<double>(g.columns.output) / static_cast<double>(vectors * kernels.lanes);
}

double packed_use(const Geometry& g, const SimdKernels& kernels) {
  const std::int64_t vectors = ceil_divide(g.filters, kernels.lanes);
  const std::int64_t groups = ceil_divide(g.columns.output, SimdKernels::kPackedPixels);
  return static_cast<double>(g.filters) / static_cast<double>(vectors * kernels.lanes) *
         static_cast<double>(g.columns.output) /
         static_cast<double>(groups * SimdKernels::kPackedPixels);
}

bool prefer_packed(const Problem& problem, const SimdKernels& kernels) {
  const double native = problem.layout == OutputLayout::kNhwc ? 1.2 : 0.8;
  return packed_use(problem.geometry, kernels) * native > planar_use(problem.geometry, kernels);
}

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
  const auto strategy = prefer_packed(problem, kernels) ? conv2d_packed : conv2d_planar;
  strategy(problem, kernels, pool, threads, workspace);
}

}  // namespace convlens::conv
