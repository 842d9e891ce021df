#pragma once

namespace convlens::conv {

// Single-precision multiply-adds that one core of this machine can do in the SIMD engine's vectors,
// in GFLOP/s (a multiply-add is two): the best of several short runs, some milliseconds in all. The
// yardstick beside which a convolution's speed is read.
double measure_peak_gflops();

}  // namespace convlens::conv
