#include "conv/filter_groups.h"

#include <algorithm>
#include <numeric>

#include "conv/simd_strategies.h"

namespace convlens::conv {
namespace {

// One axis of a box.
struct Span {
  std::int64_t first = 0;
  std::int64_t count = 0;
};

bool is_zero(const Problem& problem, std::int64_t filter, Span rows, Span columns, Span channels) {
  const Geometry& g = problem.geometry;
  for (std::int64_t row = rows.first; row < rows.first + rows.count; ++row) {
    for (std::int64_t column = columns.first; column < columns.first + columns.count; ++column) {
      const std::int64_t cell = (row * g.columns.kernel + column) * g.channels + channels.first;
      const float* weight = problem.kernel + cell * g.filters + filter;  // (KH, KW, C, F)
      for (std::int64_t c = 0; c < channels.count; ++c, weight += g.filters) {
        if (*weight != 0.0f) return false;  // NaN is none, too
      }
    }
  }
  return true;
}

// Without the ends that are 0; one place is left of what is 0 throughout. Of weights that are not 0
// at the ends, that takes no time.
template <typename IsZero>
Span trimmed(Span span, const IsZero& is_zero_at) {
  while (span.count > 1 && is_zero_at(Span{span.first, 1})) span = {span.first + 1, span.count - 1};
  while (span.count > 1 && is_zero_at(Span{span.first + span.count - 1, 1})) --span.count;
  return span;
}

// What holds all weights of a filter that are not 0.
KernelBox box_of(const Problem& problem, std::int64_t filter) {
  const Geometry& g = problem.geometry;
  Span rows{0, g.rows.kernel};
  Span columns{0, g.columns.kernel};
  Span channels{0, g.channels};
  rows = trimmed(rows, [&](Span one) { return is_zero(problem, filter, one, columns, channels); });
  columns =
      trimmed(columns, [&](Span one) { return is_zero(problem, filter, rows, one, channels); });
  channels =
      trimmed(channels, [&](Span one) { return is_zero(problem, filter, rows, columns, one); });
  return {rows.first, rows.count, columns.first, columns.count, channels.first, channels.count};
}

// How many output rows of a group to hold in registers. Few filters leave room for more rows.
int log2_rows_of(const Geometry& g, const SimdKernels& kernels, const FilterGroup& group) {
  const RowSharing sharing(g.rows);
  if (!sharing.is_worth_it()) return 0;
  const auto& of_group = kernels.planar[static_cast<std::size_t>(group.filters - 1)];
  for (const int log2 : {2, 1}) {
    const std::int64_t count = std::int64_t{1} << log2;
    const bool shares = group.box.rows > (count - 1) * sharing.step;
    if (shares && g.rows.output >= count * sharing.distance && of_group[log2][1] != nullptr) {
      return log2;
    }
  }
  return 0;
}

// Filters [first, first + count), which have one box, in groups of nearly one size.
std::int64_t add_run(const Geometry& g, const SimdKernels& kernels, std::int64_t first,
                     std::int64_t count, const KernelBox& box, FilterGroup* to) {
  const std::int64_t groups = ceil_divide(count, SimdKernels::kMaxPlanarFilters);
  for (std::int64_t i = 0; i < groups; ++i) {
    const std::int64_t filters = count / groups + (i < count % groups ? 1 : 0);
    to[i] = {first, filters, box, 0};
    to[i].log2_rows = log2_rows_of(g, kernels, to[i]);
    first += filters;
  }
  return groups;
}

}  // namespace

KernelBox whole_kernel(const Geometry& geometry) {
  return {0, geometry.rows.kernel, 0, geometry.columns.kernel, 0, geometry.channels};
}

std::span<const FilterGroup> group_filters(const Problem& problem, const SimdKernels& kernels,
                                           bool cropped, Workspace& workspace) {
  const Geometry& g = problem.geometry;
  FilterGroup* const groups = workspace.groups.reserve(g.filters);
  std::int64_t count = 0;
  if (!cropped) {
    count = add_run(g, kernels, 0, g.filters, whole_kernel(g), groups);
    return {groups, static_cast<std::size_t>(count)};
  }
  KernelBox box = box_of(problem, 0);
  std::int64_t first = 0;
  for (std::int64_t f = 1; f <= g.filters; ++f) {
    const KernelBox next = f < g.filters ? box_of(problem, f) : KernelBox{};
    if (next == box) continue;
    count += add_run(g, kernels, first, f - first, box, groups + count);
    first = f;
    box = next;
  }
  return {groups, static_cast<std::size_t>(count)};
}

double cost_of(std::span<const FilterGroup> groups, const Geometry& geometry,
               const SimdKernels& kernels) {
  // Fitted to measurements: what rearranging an input pixel and storing an output costs.
  constexpr double kRearranged = 8.0;
  constexpr double kStored = 3.0;
  double cost = kRearranged * static_cast<double>(geometry.channels);
  for (const FilterGroup& group : groups) {
    // An input that is loaded serves so many multiply-adds.
    const std::int64_t served = group.filters << group.log2_rows;
    const double fed = share_of(served, served + 1);
    const std::int64_t sums = served * most_vectors(kernels, group);
    cost += static_cast<double>(group.filters) *
            (static_cast<double>(group.box.taps()) / (fed * busy(sums)) + kStored);
  }
  return cost;
}

}  // namespace convlens::conv
