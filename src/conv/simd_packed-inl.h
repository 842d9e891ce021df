// Included once for every instruction set by simd_kernels.cpp.
#if defined(CONVLENS_CONV_SIMD_PACKED_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CONVLENS_CONV_SIMD_PACKED_INL_H_
#undef CONVLENS_CONV_SIMD_PACKED_INL_H_
#else
#define CONVLENS_CONV_SIMD_PACKED_INL_H_
#endif

#include <algorithm>
#include <cstdint>

#include "conv/simd_kernels.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace convlens::conv::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// One vector of filters of one pixel to the output.
template <class D>
HWY_INLINE void store_filters(D d, hn::Vec<D> value, float* to, std::int64_t count,
                              std::int64_t pitch) {
  constexpr std::int64_t kLanes = hn::MaxLanes(D());
  if (pitch == 1 && count >= kLanes) {
    hn::StoreU(value, d, to);
    return;
  }
  HWY_ALIGN float spill[kLanes];
  hn::Store(value, d, spill);
  for (std::int64_t f = 0; f < std::min(count, kLanes); ++f) to[f * pitch] = spill[f];
}

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
  for (std::int64_t kh = 0; kh < tile.kernel_rows; ++kh) {
    for (std::int64_t run = 0; run < tile.runs; ++run) {
      const float* from[kGroups];
      CONVLENS_UNROLL
      for (std::int64_t g = 0; g < kGroups; ++g) {
        from[g] = tile.rows[kh] + tile.offset + run * tile.run_pitch + g * kGroup * step;
      }
      for (std::int64_t tap = 0; tap < tile.run_length; ++tap, weights += V * kLanes) {
        hn::Vec<decltype(d)> weight[V];
        CONVLENS_UNROLL
        for (int v = 0; v < V; ++v) weight[v] = hn::LoadU(d, weights + v * kLanes);
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

  const auto zero = hn::Zero(d);
  CONVLENS_UNROLL
  for (int p = 0; p < P; ++p) {
    CONVLENS_UNROLL
    for (int v = 0; v < V; ++v) {
      auto value = hn::Add(sums[p][v], hn::Load(d, tile.bias + v * kLanes));
      if (tile.relu) value = hn::IfThenZeroElse(hn::Lt(value, zero), value);
      store_filters(d, value, tile.output + p * tile.pixel_pitch + v * kLanes * tile.filter_pitch,
                    tile.valid_filters - v * kLanes, tile.filter_pitch);
    }
  }
}

}  // namespace convlens::conv::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
