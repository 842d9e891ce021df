// Included once for every instruction set by simd_kernels.cpp.
#if defined(CONVLENS_CONV_SIMD_PLANAR_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CONVLENS_CONV_SIMD_PLANAR_INL_H_
#undef CONVLENS_CONV_SIMD_PLANAR_INL_H_
#else
#define CONVLENS_CONV_SIMD_PLANAR_INL_H_
#endif

#include <algorithm>
#include <cstdint>

#include "conv/simd_kernels.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace convlens::conv {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Adds the products of the table's taps [begin, end) to the sums of the output rows [R0, R1). Each
// input vector that is loaded serves FB (R1 - R0) multiply-adds, each weight V.
template <int FB, int R, int V, int R0, int R1, class D>
HWY_INLINE void add_taps(D d, const PlanarTile& tile, std::int64_t begin, std::int64_t end,
                         hn::Vec<D> (&sums)[R][FB][V]) {
  constexpr std::int64_t kLanes = hn::MaxLanes(D());
  const float* weights[R];  // (taps, FB) as each output row counts them
  _Pragma("GCC unroll 8")
  for (int r = R0; r < R1; ++r) weights[r] = tile.weights - r * tile.row_step * FB;
  const float* const* const taps = tile.taps;
  const std::int64_t column = tile.column;
  for (std::int64_t tap = begin; tap < end; ++tap) {
    const float* from = taps[tap] + column;
    hn::Vec<D> pixels[V];
    _Pragma("GCC unroll 8")
    for (int v = 0; v < V; ++v) pixels[v] = hn::LoadU(d, from + v * kLanes);
    _Pragma("GCC unroll 8")
    for (int r = R0; r < R1; ++r) {
      _Pragma("GCC unroll 8")
      for (int f = 0; f < FB; ++f) {
        const auto weight = hn::Set(d, weights[r][tap * FB + f]);
        _Pragma("GCC unroll 8")
        for (int v = 0; v < V; ++v) sums[r][f][v] = hn::MulAdd(pixels[v], weight, sums[r][f][v]);
      }
    }
  }
}

// FB vectors, one a filter, to memory in which the filters of a pixel are neighbours.
template <int FB, class D>
HWY_INLINE void store_interleaved(D d, const hn::Vec<D>* values, float* to) {
  if constexpr (FB == 1) hn::StoreU(values[0], d, to);
  if constexpr (FB == 2) hn::StoreInterleaved2(values[0], values[1], d, to);
  if constexpr (FB == 3) hn::StoreInterleaved3(values[0], values[1], values[2], d, to);
  if constexpr (FB == 4) {
    hn::StoreInterleaved4(values[0], values[1], values[2], values[3], d, to);
  }
}

// One vector of columns of FB filters to the output.
template <int FB, class D>
HWY_INLINE void store_columns(D d, const PlanarTile& tile, const hn::Vec<D>* values, float* to,
                              std::int64_t count) {
  constexpr std::int64_t kLanes = hn::MaxLanes(D());
  HWY_ALIGN float spill[FB * kLanes];
  if (tile.pixel_pitch == 1 && tile.filter_pitch != 1) {  // planar
    _Pragma("GCC unroll 8")
    for (int f = 0; f < FB; ++f, to += tile.filter_pitch) {
      if (count == kLanes) {
        hn::StoreU(values[f], d, to);
      } else {
        hn::Store(values[f], d, spill);
        std::copy_n(spill, count, to);
      }
    }
  } else if (tile.pixel_pitch == FB && count == kLanes) {
    store_interleaved<FB>(d, values, to);
  } else {
    store_interleaved<FB>(d, values, spill);
    for (std::int64_t i = 0; i < count; ++i)
      std::copy_n(spill + i * FB, FB, to + i * tile.pixel_pitch);
  }
}

template <int FB, int R, int V>
void planar_tile(const PlanarTile& tile) {
  const hn::ScalableTag<float> d;
  constexpr std::int64_t kLanes = hn::MaxLanes(hn::ScalableTag<float>());
  hn::Vec<decltype(d)> sums[R][FB][V];
  _Pragma("GCC unroll 8")
  for (int r = 0; r < R; ++r) {
    _Pragma("GCC unroll 8")
    for (int f = 0; f < FB; ++f) {
      _Pragma("GCC unroll 8")
      for (int v = 0; v < V; ++v) sums[r][f][v] = hn::Zero(d);
    }
  }

  // The block's output rows begin row_step taps apart: the first taps serve only the first output
  // row, the last only the last, all between serve all.
  const std::int64_t step = tile.row_step;
  const std::int64_t count = tile.tap_count;  // >= (R - 1) * step
  if constexpr (R >= 2) add_taps<FB, R, V, 0, 1>(d, tile, 0, step, sums);
  if constexpr (R == 4) {
    add_taps<FB, R, V, 0, 2>(d, tile, step, 2 * step, sums);
    add_taps<FB, R, V, 0, 3>(d, tile, 2 * step, 3 * step, sums);
  }
  add_taps<FB, R, V, 0, R>(d, tile, (R - 1) * step, count, sums);
  if constexpr (R == 4) {
    add_taps<FB, R, V, 1, R>(d, tile, count, count + step, sums);
    add_taps<FB, R, V, 2, R>(d, tile, count + step, count + 2 * step, sums);
  }
  if constexpr (R >= 2) {
    add_taps<FB, R, V, R - 1, R>(d, tile, count + (R - 2) * step, count + (R - 1) * step, sums);
  }

  const auto zero = hn::Zero(d);
  _Pragma("GCC unroll 8")
  for (int r = 0; r < R; ++r) {
    _Pragma("GCC unroll 8")
    for (int v = 0; v < V; ++v) {
      hn::Vec<decltype(d)> values[FB];
      _Pragma("GCC unroll 8")
      for (int f = 0; f < FB; ++f) {
        values[f] = hn::Add(sums[r][f][v], hn::Set(d, tile.bias[f]));
        // A comparison, because Max may drop NaN.
        if (tile.relu) values[f] = hn::IfThenZeroElse(hn::Lt(values[f], zero), values[f]);
      }
      const std::int64_t columns = std::min(kLanes, tile.valid - v * kLanes);
      store_columns<FB>(d, tile, values,
                        tile.output + r * tile.row_pitch + v * kLanes * tile.pixel_pitch, columns);
    }
  }
}

// (count, channels) to planes, for the channel counts that pictures have; others pixel by pixel.
inline void deinterleave(const float* pixels, std::int64_t count, std::int64_t channels,
                         float* planes, std::int64_t pitch) {
  const hn::ScalableTag<float> d;
  constexpr std::int64_t kLanes = hn::MaxLanes(hn::ScalableTag<float>());
  std::int64_t i = 0;
  if (channels == 1) {
    std::copy_n(pixels, count, planes);
    return;
  }
  hn::Vec<decltype(d)> a, b, c, e;
  if (channels == 2) {
    for (; i + kLanes <= count; i += kLanes) {
      hn::LoadInterleaved2(d, pixels + i * 2, a, b);
      hn::StoreU(a, d, planes + i);
      hn::StoreU(b, d, planes + pitch + i);
    }
  } else if (channels == 3) {
    for (; i + kLanes <= count; i += kLanes) {
      hn::LoadInterleaved3(d, pixels + i * 3, a, b, c);
      hn::StoreU(a, d, planes + i);
      hn::StoreU(b, d, planes + pitch + i);
      hn::StoreU(c, d, planes + 2 * pitch + i);
    }
  } else if (channels == 4) {
    for (; i + kLanes <= count; i += kLanes) {
      hn::LoadInterleaved4(d, pixels + i * 4, a, b, c, e);
      hn::StoreU(a, d, planes + i);
      hn::StoreU(b, d, planes + pitch + i);
      hn::StoreU(c, d, planes + 2 * pitch + i);
      hn::StoreU(e, d, planes + 3 * pitch + i);
    }
  }
  for (; i < count; ++i) {
    for (std::int64_t channel = 0; channel < channels; ++channel) {
      planes[channel * pitch + i] = pixels[i * channels + channel];
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace convlens::conv
HWY_AFTER_NAMESPACE();

#endif
