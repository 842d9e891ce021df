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
#include "conv/simd_scatter.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace convlens::conv::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Adds the products of the table's taps [begin, end) to the sums of the output rows [R0, R1). Each
// input vector that is loaded serves FB (R1 - R0) multiply-adds, each weight V.
template <int FB, int R, int V, int R0, int R1, class D>
HWY_INLINE void add_taps(D d, const PlanarTile& tile, std::int64_t begin, std::int64_t end,
                         hn::Vec<D> (&sums)[R][FB][V]) {
  constexpr std::int64_t kLanes = hn::MaxLanes(D());
  const float* weights[R];  // (taps, FB) as each output row counts them
  CONVLENS_UNROLL
  for (int r = R0; r < R1; ++r) weights[r] = tile.weights - r * tile.row_step * FB;
  const float* const* const taps = tile.taps;
  const std::int64_t column = tile.column;
  for (std::int64_t tap = begin; tap < end; ++tap) {
    const float* from = taps[tap] + column;
    hn::Vec<D> pixels[V];
    CONVLENS_UNROLL
    for (int v = 0; v < V; ++v) pixels[v] = hn::LoadU(d, from + v * kLanes);
    CONVLENS_UNROLL
    for (int r = R0; r < R1; ++r) {
      CONVLENS_UNROLL
      for (int f = 0; f < FB; ++f) {
        const auto weight = hn::Set(d, weights[r][tap * FB + f]);
        CONVLENS_UNROLL
        for (int v = 0; v < V; ++v) sums[r][f][v] = hn::MulAdd(pixels[v], weight, sums[r][f][v]);
      }
    }
  }
}

// FB vectors, one a filter, to memory in which the filters of a pixel are neighbours.
template <int FB, class D>
HWY_INLINE void store_interleaved(D d, const hn::Vec<D>* values, float* to) {
  if constexpr (FB == 2) hn::StoreInterleaved2(values[0], values[1], d, to);
  if constexpr (FB == 3) hn::StoreInterleaved3(values[0], values[1], values[2], d, to);
  if constexpr (FB == 4) {
    hn::StoreInterleaved4(values[0], values[1], values[2], values[3], d, to);
  }
}

// Bias and activation.
template <int FB, int R, int V, class D>
HWY_INLINE void finish_sums(D d, const PlanarTile& tile, hn::Vec<D> (&sums)[R][FB][V]) {
  CONVLENS_UNROLL
  for (int r = 0; r < R; ++r) {
    CONVLENS_UNROLL
    for (int f = 0; f < FB; ++f) {
      const auto bias = hn::Set(d, tile.bias[f]);
      CONVLENS_UNROLL
      for (int v = 0; v < V; ++v) sums[r][f][v] = hn::Add(sums[r][f][v], bias);
    }
  }
  if (!tile.relu) return;
  const auto zero = hn::Zero(d);
  CONVLENS_UNROLL
  for (int r = 0; r < R; ++r) {
    CONVLENS_UNROLL
    for (int f = 0; f < FB; ++f) {
      CONVLENS_UNROLL
      for (int v = 0; v < V; ++v) {  // a comparison, because Max may drop NaN
        sums[r][f][v] = hn::IfThenZeroElse(hn::Lt(sums[r][f][v], zero), sums[r][f][v]);
      }
    }
  }
}

// A map of one filter, whatever stands between its pixels, or FB maps that are planes of their own.
template <int FB, int R, int V, class D>
HWY_INLINE void store_planes(D d, const PlanarTile& tile, const hn::Vec<D> (&sums)[R][FB][V]) {
  constexpr std::int64_t kLanes = hn::MaxLanes(D());
  const bool in_place = tile.valid == V * kLanes && tile.pixel_pitch == 1;
  HWY_ALIGN float spill[R * FB * V * kLanes];
  float* const to = in_place ? tile.output : spill;
  const std::int64_t row_pitch = in_place ? tile.row_pitch : FB * V * kLanes;
  const std::int64_t filter_pitch = in_place ? tile.filter_pitch : V * kLanes;
  CONVLENS_UNROLL
  for (int r = 0; r < R; ++r) {
    CONVLENS_UNROLL
    for (int f = 0; f < FB; ++f) {
      CONVLENS_UNROLL
      for (int v = 0; v < V; ++v) {
        hn::StoreU(sums[r][f][v], d, to + r * row_pitch + f * filter_pitch + v * kLanes);
      }
    }
  }
  if (!in_place) scatter_planes(tile, spill, R, FB, V * kLanes);
}

// FB maps in which the filters of a pixel are neighbours.
template <int FB, int R, int V, class D>
HWY_INLINE void store_pixels(D d, const PlanarTile& tile, const hn::Vec<D> (&sums)[R][FB][V]) {
  constexpr std::int64_t kLanes = hn::MaxLanes(D());
  const bool in_place = tile.valid == V * kLanes && tile.pixel_pitch == FB;
  HWY_ALIGN float spill[R * V * kLanes * FB];
  float* const to = in_place ? tile.output : spill;
  const std::int64_t row_pitch = in_place ? tile.row_pitch : V * kLanes * FB;
  CONVLENS_UNROLL
  for (int r = 0; r < R; ++r) {
    CONVLENS_UNROLL
    for (int v = 0; v < V; ++v) {
      hn::Vec<D> values[FB];
      CONVLENS_UNROLL
      for (int f = 0; f < FB; ++f) values[f] = sums[r][f][v];
      store_interleaved<FB>(d, values, to + r * row_pitch + v * kLanes * FB);
    }
  }
  if (!in_place) scatter_pixels<FB>(tile, spill, R, V * kLanes);
}

template <int FB, int R, int V>
void planar_tile(const PlanarTile& tile) {
  const hn::ScalableTag<float> d;
  hn::Vec<decltype(d)> sums[R][FB][V];
  CONVLENS_UNROLL
  for (int r = 0; r < R; ++r) {
    CONVLENS_UNROLL
    for (int f = 0; f < FB; ++f) {
      CONVLENS_UNROLL
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

  finish_sums(d, tile, sums);
  if constexpr (FB == 1) {
    store_planes(d, tile, sums);
  } else if (tile.filter_pitch == 1) {
    store_pixels(d, tile, sums);
  } else {
    store_planes(d, tile, sums);
  }
}

// The first four of `channels` channels of `count` pixels to four planes.
inline void deinterleave_four(const float* pixels, std::int64_t count, std::int64_t channels,
                              float* planes, std::int64_t pitch) {
  std::int64_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::FixedTag<float, 4> d;
  const hn::RepartitionToWide<decltype(d)> wide;
  for (; i + 4 <= count; i += 4) {
    const float* from = pixels + i * channels;
    const auto p0 = hn::LoadU(d, from);
    const auto p1 = hn::LoadU(d, from + channels);
    const auto p2 = hn::LoadU(d, from + 2 * channels);
    const auto p3 = hn::LoadU(d, from + 3 * channels);
    const auto low01 = hn::BitCast(wide, hn::InterleaveLower(d, p0, p1));
    const auto low23 = hn::BitCast(wide, hn::InterleaveLower(d, p2, p3));
    const auto high01 = hn::BitCast(wide, hn::InterleaveUpper(d, p0, p1));
    const auto high23 = hn::BitCast(wide, hn::InterleaveUpper(d, p2, p3));
    float* const to = planes + i;
    hn::StoreU(hn::BitCast(d, hn::InterleaveLower(wide, low01, low23)), d, to);
    hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(wide, low01, low23)), d, to + pitch);
    hn::StoreU(hn::BitCast(d, hn::InterleaveLower(wide, high01, high23)), d, to + 2 * pitch);
    hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(wide, high01, high23)), d, to + 3 * pitch);
  }
#endif
  for (; i < count; ++i) {
    for (int c = 0; c < 4; ++c) planes[c * pitch + i] = pixels[i * channels + c];
  }
}

// (count, channels) to (channels, count), planes `pitch` apart.
inline void deinterleave(const float* pixels, std::int64_t count, std::int64_t channels,
                         float* planes, std::int64_t pitch) {
  const hn::ScalableTag<float> d;
  constexpr std::int64_t kLanes = hn::MaxLanes(hn::ScalableTag<float>());
  if (channels == 1) {
    std::copy_n(pixels, count, planes);
    return;
  }
  std::int64_t done = 0;
  hn::Vec<decltype(d)> a;
  hn::Vec<decltype(d)> b;
  hn::Vec<decltype(d)> c;
  for (; channels == 2 && done + kLanes <= count; done += kLanes) {
    hn::LoadInterleaved2(d, pixels + done * 2, a, b);
    hn::StoreU(a, d, planes + done);
    hn::StoreU(b, d, planes + pitch + done);
  }
  for (; channels == 3 && done + kLanes <= count; done += kLanes) {
    hn::LoadInterleaved3(d, pixels + done * 3, a, b, c);
    hn::StoreU(a, d, planes + done);
    hn::StoreU(b, d, planes + pitch + done);
    hn::StoreU(c, d, planes + 2 * pitch + done);
  }
  // What is left, in blocks of pixels that stay in the first cache while all channels are taken.
  constexpr std::int64_t kBlock = 32;
  for (std::int64_t begin = done; begin < count; begin += kBlock) {
    const std::int64_t end = std::min(begin + kBlock, count);
    const float* const from = pixels + begin * channels;
    float* const to = planes + begin;
    std::int64_t channel = 0;
    for (; channel + 4 <= channels; channel += 4) {
      deinterleave_four(from + channel, end - begin, channels, to + channel * pitch, pitch);
    }
    for (; channel < channels; ++channel) {
      for (std::int64_t i = 0; i < end - begin; ++i) {
        to[channel * pitch + i] = from[i * channels + channel];
      }
    }
  }
}

}  // namespace convlens::conv::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
