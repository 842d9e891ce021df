#pragma once

#include <algorithm>
#include <cstdint>

#include "conv/simd_kernels.h"
#include "hwy/base.h"

namespace convlens::conv {

// What kernels leave to be put into its place: results that do not fill their vectors, or are no
// neighbours in the output. Not inlined: the hundreds of kernels would be twice as long for it, and
// take three times as long to compile.

// The results (R, FB, pitch) of a tile to planes, or those of one filter between the others'.
HWY_NOINLINE inline void scatter_planes(const PlanarTile& tile, const float* results, int rows,
                                        int filters, std::int64_t pitch) {
  for (int r = 0; r < rows; ++r) {
    float* to = tile.output + r * tile.row_pitch;
    for (int f = 0; f < filters; ++f, results += pitch, to += tile.filter_pitch) {
      if (tile.pixel_pitch == 1) {
        std::copy_n(results, tile.valid, to);
        continue;
      }
      for (std::int64_t i = 0; i < tile.valid; ++i) to[i * tile.pixel_pitch] = results[i];
    }
  }
}

// The results (R, pitch, FB) of a tile to rows in which a pixel's filters are neighbours.
template <int FB>
HWY_NOINLINE void scatter_pixels(const PlanarTile& tile, const float* results, int rows,
                                 std::int64_t pitch) {
  const std::int64_t count = tile.valid;
  const std::int64_t step = tile.pixel_pitch;
  for (int r = 0; r < rows; ++r, results += pitch * FB) {
    float* to = tile.output + r * tile.row_pitch;
    if (step == FB) {
      std::copy_n(results, count * FB, to);
      continue;
    }
    for (std::int64_t i = 0; i < count; ++i, to += step) {
      for (int f = 0; f < FB; ++f) to[f] = results[i * FB + f];
    }
  }
}

// The results (P, pitch) of a tile.
template <int P>
HWY_NOINLINE void scatter_filters(const PackedTile& tile, const float* results,
                                  std::int64_t pitch) {
  const std::int64_t count = std::min(pitch, tile.valid_filters);
  float* to = tile.output;
  if (tile.filter_pitch == 1) {
    for (int p = 0; p < P; ++p, results += pitch, to += tile.pixel_pitch) {
      std::copy_n(results, count, to);
    }
    return;
  }
  for (std::int64_t f = 0; f < count; ++f, to += tile.filter_pitch) {  // neighbours are pixels
    for (int p = 0; p < P; ++p) to[p] = results[p * pitch + f];
  }
}

}  // namespace convlens::conv
