// Included once for every instruction set by simd_kernels.cpp.
#if defined(CONVLENS_CONV_SIMD_PACKED_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CONVLENS_CONV_SIMD_PACKED_INL_H_
#undef CONVLENS_CONV_SIMD_PACKED_INL_H_
#else
#define CONVLENS_CONV_SIMD_PACKED_INL_H_
#endif

#include <cstdint>

#include "conv/simd_kernels.h"
#include "conv/simd_scatter.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace convlens::conv::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Each weight vector that is loaded serves P multiply-adds, each input value V.
template <int V, int P>
void packed_tile(const PackedTile& tile) {
  const hn::ScalableTag<float> d;
  constexpr std::int64_t kLanes = hn::MaxLanes(hn::ScalableTag<float>());
  constexpr std::int64_t kGroup = 4;
  constexpr std::int64_t kGroups = (P + kGroup - 1) / kGroup;
  hn::Vec<decltype(d)> sums[P][V];
  CONVLENS_UNROLL
  for (int p = 0; p < P; ++p) {
    CONVLENS_UNROLL
    for (int v = 0; v < V; ++v) sums[p][v] = hn::Zero(d);
  }

  // Four pixels share a pointer, so that the addresses of all fit the address registers.
  const std::int64_t step = tile.pixel_step;
  const float* weights = tile.weights;
  const std::int64_t weight_pitch = tile.weight_pitch;
  const std::int64_t last = tile.last_vector;
  for (std::int64_t kh = 0; kh < tile.kernel_rows; ++kh) {
    for (std::int64_t run = 0; run < tile.runs; ++run) {
      const float* from[kGroups];
      CONVLENS_UNROLL
      for (std::int64_t g = 0; g < kGroups; ++g) {
        from[g] = tile.rows[kh] + tile.offset + run * tile.run_pitch + g * kGroup * step;
      }
      for (std::int64_t tap = 0; tap < tile.run_length; ++tap, weights += weight_pitch) {
        hn::Vec<decltype(d)> weight[V];
        CONVLENS_UNROLL
        for (int v = 0; v + 1 < V; ++v) weight[v] = hn::LoadU(d, weights + v * kLanes);
        weight[V - 1] = hn::LoadU(d, weights + last);
        CONVLENS_UNROLL
        for (std::int64_t p = 0; p < P; ++p) {
          const auto pixel = hn::Set(d, from[p / kGroup][p % kGroup * step]);
          CONVLENS_UNROLL
          for (int v = 0; v < V; ++v) sums[p][v] = hn::MulAdd(pixel, weight[v], sums[p][v]);
        }
        CONVLENS_UNROLL
        for (std::int64_t g = 0; g < kGroups; ++g) ++from[g];
      }
    }
  }

  const auto filter_of = [last](int v) { return v + 1 < V ? v * kLanes : last; };
  CONVLENS_UNROLL
  for (int v = 0; v < V; ++v) {
    const auto bias = hn::LoadU(d, tile.bias + filter_of(v));
    CONVLENS_UNROLL
    for (int p = 0; p < P; ++p) sums[p][v] = hn::Add(sums[p][v], bias);
  }
  if (tile.relu) {
    const auto zero = hn::Zero(d);
    CONVLENS_UNROLL
    for (int p = 0; p < P; ++p) {
      CONVLENS_UNROLL
      for (int v = 0; v < V; ++v) {
        sums[p][v] = hn::IfThenZeroElse(hn::Lt(sums[p][v], zero), sums[p][v]);
      }
    }
  }

  const bool in_place = tile.filter_pitch == 1 && tile.valid_filters >= last + kLanes;
  HWY_ALIGN float spill[P * V * kLanes];
  float* const to = in_place ? tile.output : spill;
  const std::int64_t pitch = in_place ? tile.pixel_pitch : V * kLanes;
  CONVLENS_UNROLL
  for (int p = 0; p < P; ++p) {
    CONVLENS_UNROLL
    for (int v = 0; v < V; ++v) hn::StoreU(sums[p][v], d, to + p * pitch + filter_of(v));
  }
  if (!in_place) scatter_filters<P>(tile, spill, V * kLanes);
}

}  // namespace convlens::conv::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
