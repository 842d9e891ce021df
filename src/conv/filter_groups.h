#pragma once

#include <cstdint>
#include <span>

#include "conv/geometry.h"
#include "conv/simd_kernels.h"
#include "conv/workspace.h"

namespace convlens::conv {

// Filters beside each other as groups that the planar strategy computes together: all of one size
// as far as that goes, or each with no more of the kernel than its weights need. What is left out
// are products with 0, which change no sum of finite inputs: the bits are the same.

// All of the kernel, (KH, KW, C).
KernelBox whole_kernel(const Geometry& geometry);

// Groups of 1 to kMaxPlanarFilters filters with all of the kernel, or `cropped` each with what
// holds its weights. In the workspace, until it is asked again.
std::span<const FilterGroup> group_filters(const Problem& problem, const SimdKernels& kernels,
                                           bool cropped, Workspace& workspace);

// Multiply-adds for each output pixel that the groups would take as long as, were every machine's
// registers full and its operands there. For choosing between groupings.
double cost_of(std::span<const FilterGroup> groups, const Geometry& geometry,
               const SimdKernels& kernels);

}  // namespace convlens::conv
