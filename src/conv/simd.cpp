#include "conv/simd.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "conv/filter_groups.h"
#include "conv/simd_strategies.h"

namespace convlens::conv {
namespace {

// Below this many multiply-adds or their time (some 10 microseconds), waking a second thread costs
// more than it brings.
constexpr std::int64_t kMinWorkPerThread = 400'000;

// What leaving out zeros has to save, or it costs more than it saves where inputs are not finite.
constexpr double kWorthIt = 0.85;

// What a strategy is predicted to take for each output pixel, in multiply-adds at a core's peak,
// and how many it computes.
struct Prediction {
  Strategy strategy = Strategy::kAuto;
  double cost = 0.0;
  double products = 0.0;
};

// All of them, in the order in which the first of the cheapest is taken.
std::array<Prediction, 3> predictions(const Problem& problem, const SimdKernels& kernels,
                                      Workspace& workspace) {
  const Geometry& g = problem.geometry;
  const auto whole = static_cast<double>(g.taps() * g.filters);
  const auto dense = group_filters(problem, kernels, false, workspace);
  const double planar = whole / planar_speed(problem, kernels, dense);
  const double dense_cost = cost_of(dense, g, kernels);
  const double packed = whole / packed_speed(problem, kernels);
  const auto cropped = group_filters(problem, kernels, true, workspace);
  const double saved = cost_of(cropped, g, kernels) / dense_cost;
  std::int64_t taps = 0;
  for (const FilterGroup& group : cropped) taps += group.box.taps() * group.filters;
  const double sparse = saved < kWorthIt ? planar * saved : std::numeric_limits<double>::infinity();
  return {{{Strategy::kPlanar, planar, whole},
           {Strategy::kPacked, packed, whole},
           {Strategy::kSparse, sparse, static_cast<double>(taps)}}};
}

Prediction chosen(const Problem& problem, const SimdKernels& kernels, Strategy wanted,
                  Workspace& workspace) {
  const auto all = predictions(problem, kernels, workspace);
  const auto found =
      wanted == Strategy::kAuto
          ? std::min_element(all.begin(), all.end(),
                             [](const auto& a, const auto& b) { return a.cost < b.cost; })
          : std::find_if(all.begin(), all.end(),
                         [wanted](const auto& one) { return one.strategy == wanted; });
  return *found;
}

double pixels_of(const Geometry& g) {
  return static_cast<double>(g.batch * g.rows.output * g.columns.output);
}

int useful_threads(double work, int threads, const ThreadPool& pool) {
  const auto useful = std::min(work / static_cast<double>(kMinWorkPerThread), 1024.0);
  return std::clamp(std::min(threads, static_cast<int>(useful)), 1, pool.thread_count());
}

}  // namespace

Plan simd_plan(const Problem& problem, Strategy wanted, const ThreadPool& pool, int threads,
               Workspace& workspace) {
  const Prediction one = chosen(problem, simd_kernels(), wanted, workspace);
  const double pixels = pixels_of(problem.geometry);
  const double cost = std::isfinite(one.cost) ? one.cost : one.products;
  // What the rest of a sparse one takes, too: rows are rearranged whatever is summed of them. And
  // weights come from beyond the first cache, which takes as long as so many products.
  constexpr double kFetched = 3.0;
  const Geometry& g = problem.geometry;
  const double fetched = kFetched * static_cast<double>(g.taps() * g.filters);
  const double work = pixels * (one.strategy == Strategy::kSparse ? cost : one.products) + fetched;
  return {one.strategy, useful_threads(work, threads, pool), pixels * one.products, pixels * cost};
}

bool simd_accepts(const Geometry& geometry) {
  const auto fits = [](const Axis& axis) { return axis.span() / 8 <= axis.input + 64; };
  return fits(geometry.rows) && fits(geometry.columns);
}

void conv2d_simd(const Problem& problem, Strategy wanted, ThreadPool& pool, int threads,
                 Workspace& workspace) {
  const SimdKernels& kernels = simd_kernels();
  const auto groups = [&](bool cropped) {
    return group_filters(problem, kernels, cropped, workspace);
  };
  const Plan plan = simd_plan(problem, wanted, pool, threads, workspace);
  switch (plan.strategy) {
    case Strategy::kPacked:
      return conv2d_packed(problem, kernels, pool, plan.threads, workspace);
    case Strategy::kSparse:
      if (conv2d_planar(problem, kernels, groups(true), pool, plan.threads, workspace)) return;
      break;
    case Strategy::kPlanar:
    case Strategy::kAuto:
      break;
  }
  conv2d_planar(problem, kernels, groups(false), pool, plan.threads, workspace);
}

}  // namespace convlens::conv
