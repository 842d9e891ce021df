#pragma once

#include "conv/geometry.h"
#include "conv/thread_pool.h"
#include "conv/workspace.h"

namespace convlens::conv {

// Whether the SIMD engine takes this problem: it writes the padding out as zeros, which is not
// worth it where a large dilation makes the padding dwarf the input.
bool simd_accepts(const Geometry& geometry);

// By which strategy, if one is wanted by that, and on how many of so many threads. The problem's
// input and output are not looked at. Throws std::bad_alloc.
Plan simd_plan(const Problem& problem, Strategy wanted, const ThreadPool& pool, int threads,
               Workspace& workspace);

// The vectorised engine. The result's bits depend on the instruction set, and on nothing else: not
// on `threads`, the layout, or which other filters are computed along. Throws std::bad_alloc.
void conv2d_simd(const Problem& problem, Strategy wanted, ThreadPool& pool, int threads,
                 Workspace& workspace);

}  // namespace convlens::conv
