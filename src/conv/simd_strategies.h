#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <span>

#include "conv/geometry.h"
#include "conv/simd_kernels.h"
#include "conv/thread_pool.h"
#include "conv/workspace.h"

namespace convlens::conv {

inline std::int64_t ceil_divide(std::int64_t a, std::int64_t b) { return (a + b - 1) / b; }

// How output rows are dealt out to threads: strips of rows of one image.
struct Strips {
  std::int64_t rows = 0;       // of a strip; the last of an image may have fewer
  std::int64_t per_image = 0;  // strips

  // `granule` rows are computed together.
  static Strips cut(const Geometry& geometry, int threads, std::int64_t granule) {
    constexpr std::int64_t kStripsPerThread = 8;  // evens out threads that start late
    const std::int64_t height = geometry.rows.output;
    if (threads <= 1) return {height, 1};
    const std::int64_t wanted = ceil_divide(threads * kStripsPerThread, geometry.batch);
    const std::int64_t rows = ceil_divide(height, wanted);
    const std::int64_t whole = std::min(ceil_divide(rows, granule) * granule, height);
    return {whole, ceil_divide(height, whole)};
  }
};

// The share of its peak at which a core works with so many sums in flight: each waits some cycles
// for the sum before it. Fitted to measurements.
inline double busy(std::int64_t sums) {
  return static_cast<double>(sums) / (static_cast<double>(sums) + 3.5);
}

inline double share_of(std::int64_t used, std::int64_t all) {
  return static_cast<double>(used) / static_cast<double>(all);
}

// Output rows that are computed together lie `distance` apart, so that their kernels meet the same
// input rows, `step` kernel rows later for each.
struct RowSharing {
  explicit RowSharing(const Axis& rows)
      : distance(rows.dilation / std::gcd(rows.dilation, rows.stride)),
        step(distance * rows.stride / rows.dilation) {}

  // Else the rows that are kept do not fit the cache.
  bool is_worth_it() const { return distance <= 8; }

  std::int64_t distance = 1;
  std::int64_t step = 0;
};

// The most vectors of columns of a group whose sums fit the registers.
std::int64_t most_vectors(const SimdKernels& kernels, const FilterGroup& group);

// Roughly the share of a core's peak that each strategy will reach with all of the kernel, for
// choosing between them.
double planar_speed(const Problem& problem, const SimdKernels& kernels,
                    std::span<const FilterGroup> groups);
double packed_speed(const Problem& problem, const SimdKernels& kernels);

// The strategies of simd_kernels.h. Both take every problem that simd_accepts(). The planar one
// computes these groups; where they leave out a part of the kernel and the input is not finite, it
// returns false, and what it wrote is of no use.
bool conv2d_planar(const Problem& problem, const SimdKernels& kernels,
                   std::span<const FilterGroup> groups, ThreadPool& pool, int threads,
                   Workspace& workspace);
void conv2d_packed(const Problem& problem, const SimdKernels& kernels, ThreadPool& pool,
                   int threads, Workspace& workspace);

}  // namespace convlens::conv
