#pragma once

// Before hwy/highway.h: the instruction sets that the kernels are not compiled for. Fixed-width
// vectors only: sums are kept in arrays, which scalable vectors do not allow. And of SSSE3 and
// SSE4, whose sums are the same, the one that more processors have.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV | HWY_SSE4)
