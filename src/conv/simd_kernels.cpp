#include "conv/simd_kernels.h"

#include "conv/simd_targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "conv/simd_kernels.cpp"
// In front of the loops over a block's registers. Unrolled before the optimiser decides what lives
// in registers, the sums stay there from one loop over the taps to the next: up to 15% faster.
#if defined(__clang__)
#define CONVLENS_UNROLL _Pragma("unroll")
#else
#define CONVLENS_UNROLL _Pragma("GCC unroll 16")
#endif
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
// After the two above, so that they see the current target.
#include "conv/simd_packed-inl.h"
#include "conv/simd_planar-inl.h"

HWY_BEFORE_NAMESPACE();
namespace convlens::conv::HWY_NAMESPACE {

// Vectors of sums that leave room for the operands: 24 of 32 registers, 12 of 16. Processors with
// no vectors that are of use here are 20 years old: few kernels for them compile in a quarter of
// the time.
#if HWY_TARGET <= HWY_AVX3 || HWY_ARCH_ARM_A64
constexpr int kMaxSums = 24;
#elif HWY_TARGET == HWY_SCALAR
constexpr int kMaxSums = 4;
#else
constexpr int kMaxSums = 12;
#endif

template <int FB, int LogR, int V>
constexpr void add_planar(SimdKernels& kernels) {
  if constexpr (FB * (1 << LogR) * V <= kMaxSums) {
    kernels.planar[FB - 1][LogR][V - 1] = planar_tile<FB, 1 << LogR, V>;
  }
  if constexpr (V < SimdKernels::kMaxPlanarVectors) {
    add_planar<FB, LogR, V + 1>(kernels);
  } else if constexpr (LogR < (FB == 1 ? 2 : 1)) {
    add_planar<FB, LogR + 1, 1>(kernels);
  } else if constexpr (FB < SimdKernels::kMaxPlanarFilters) {
    add_planar<FB + 1, 0, 1>(kernels);
  }
}

template <int V, int P>
constexpr void add_packed(SimdKernels& kernels) {
  if constexpr (V * P <= kMaxSums) kernels.packed[V - 1][P - 1] = packed_tile<V, P>;
  if constexpr (P < SimdKernels::kMaxPackedPixels) {
    add_packed<V, P + 1>(kernels);
  } else if constexpr (V < SimdKernels::kMaxPackedVectors) {
    add_packed<V + 1, 1>(kernels);
  }
}

void add_scaled(const float* from, float by, float* to, std::int64_t count) {
  const hn::ScalableTag<float> d;
  constexpr std::int64_t kLanes = hn::MaxLanes(hn::ScalableTag<float>());
  const auto factor = hn::Set(d, by);
  std::int64_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    hn::StoreU(hn::MulAdd(hn::LoadU(d, from + i), factor, hn::LoadU(d, to + i)), d, to + i);
  }
  const hn::CappedTag<float, 1> one;
  for (; i < count; ++i) {  // rounded once, as the others
    hn::StoreU(hn::MulAdd(hn::LoadU(one, from + i), hn::Set(one, by), hn::LoadU(one, to + i)), one,
               to + i);
  }
}

bool all_finite(const float* values, std::int64_t count) {
  const hn::ScalableTag<float> d;
  constexpr std::int64_t kLanes = hn::MaxLanes(hn::ScalableTag<float>());
  // x * 0 is NaN of those alone, and stays it in a sum.
  const auto zero = hn::Zero(d);
  auto even = zero;
  auto odd = zero;
  std::int64_t i = 0;
  for (; i + 2 * kLanes <= count; i += 2 * kLanes) {
    even = hn::MulAdd(hn::LoadU(d, values + i), zero, even);
    odd = hn::MulAdd(hn::LoadU(d, values + i + kLanes), zero, odd);
  }
  bool finite = hn::AllTrue(d, hn::Eq(hn::Add(even, odd), zero));
  for (; i < count; ++i) finite = finite && values[i] * 0.0f == 0.0f;
  return finite;
}

std::int64_t multiply_adds(std::int64_t rounds, float* result) {
  const hn::ScalableTag<float> d;
  constexpr int kChains = 12;  // covers a latency of up to six cycles at two a cycle
  hn::Vec<decltype(d)> sums[kChains];
  for (int i = 0; i < kChains; ++i) sums[i] = hn::Set(d, static_cast<float>(i));
  const auto factor = hn::Set(d, 0.5f);
  for (std::int64_t round = 0; round < rounds; ++round) {
    for (auto& sum : sums) sum = hn::MulAdd(sum, factor, factor);
  }
  for (int i = 1; i < kChains; ++i) sums[0] = hn::Add(sums[0], sums[i]);
  hn::StoreU(sums[0], d, result);
  return rounds * kChains * 2 * static_cast<std::int64_t>(hn::Lanes(d));
}

constexpr SimdKernels make_kernels() {
  SimdKernels kernels;
  kernels.name = HWY_STR(HWY_NAMESPACE);
  kernels.name.remove_prefix(2);  // "N_AVX3"
  kernels.lanes =
      static_cast<int>(hwy::HWY_NAMESPACE::MaxLanes(hwy::HWY_NAMESPACE::ScalableTag<float>()));
  add_planar<1, 0, 1>(kernels);
  add_packed<1, 1>(kernels);
  kernels.deinterleave = deinterleave;
  kernels.add_scaled = add_scaled;
  kernels.all_finite = all_finite;
  kernels.multiply_adds = multiply_adds;
  return kernels;
}

const SimdKernels* kernel_table() {
  static constexpr SimdKernels kKernels = make_kernels();
  return &kKernels;
}

}  // namespace convlens::conv::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convlens::conv {

HWY_EXPORT(kernel_table);

const SimdKernels& simd_kernels() { return *HWY_DYNAMIC_DISPATCH(kernel_table)(); }

}  // namespace convlens::conv
#endif
