#include "conv/pixel_loops.h"

#include "conv/simd_targets.h"
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "conv/pixel_loops.cpp"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace convlens::conv::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// body(d, i) for vectors d at each i that together are `count` values: whole ones, and what is left
// in shorter ones.
template <typename Body>
HWY_INLINE void for_vectors(std::int64_t count, const Body& body) {
  std::int64_t i = 0;
  const auto walk = [&](auto d) {
    constexpr std::int64_t kLanes = hn::MaxLanes(decltype(d)());
    for (; i + kLanes <= count; i += kLanes) body(d, i);
  };
  walk(hn::ScalableTag<float>());
  walk(hn::CappedTag<float, 4>());
  walk(hn::CappedTag<float, 1>());
}

// A select, because Max may drop NaN.
template <typename V>
HWY_INLINE V larger_of(V a, V b) {
  return hn::IfThenElse(hn::Or(hn::Gt(a, b), hn::IsNaN(a)), a, b);
}

void largest(const float* const* pixels, std::int64_t count, std::int64_t channels, float* out) {
  for_vectors(channels, [=](auto d, std::int64_t i) {
    auto most = hn::LoadU(d, pixels[0] + i);
    for (std::int64_t k = 1; k < count; ++k) most = larger_of(hn::LoadU(d, pixels[k] + i), most);
    hn::StoreU(most, d, out + i);
  });
}

void scale(const float* in, const float* scale, const float* shift, std::int64_t pixels,
           std::int64_t channels, float* out) {
  for (std::int64_t pixel = 0; pixel < pixels; ++pixel, in += channels, out += channels) {
    for_vectors(channels, [=](auto d, std::int64_t i) {
      const auto scaled =
          hn::MulAdd(hn::LoadU(d, in + i), hn::LoadU(d, scale + i), hn::LoadU(d, shift + i));
      hn::StoreU(scaled, d, out + i);
    });
  }
}

void rectify(const float* in, float most, std::int64_t count, float* out) {
  for_vectors(count, [=](auto d, std::int64_t i) {
    const auto zero = hn::Zero(d);
    const auto top = hn::Set(d, most);
    const auto value = hn::LoadU(d, in + i);
    const auto positive = hn::IfThenZeroElse(hn::Le(value, zero), value);
    hn::StoreU(hn::IfThenElse(hn::Gt(value, top), top, positive), d, out + i);
  });
}

// P outputs of one vector of channels: each weight that is loaded serves P products.
template <int P, class D>
HWY_INLINE void depthwise_block(D d, const DepthwiseRun& run, std::int64_t pixel,
                                std::int64_t channel) {
  hn::Vec<D> sums[P];
  for (int p = 0; p < P; ++p) sums[p] = hn::Zero(d);
  const std::int64_t step = run.pixel_step;
  const std::int64_t first = pixel * step + channel;
  for (std::int64_t tap = 0; tap < run.tap_count; ++tap) {
    const float* from = run.taps[tap].pixel + first;
    const auto weight = hn::LoadU(d, run.taps[tap].weights + channel);
    for (int p = 0; p < P; ++p) {
      sums[p] = hn::MulAdd(hn::LoadU(d, from + p * step), weight, sums[p]);
    }
  }
  if (run.bias != nullptr) {
    const auto bias = hn::LoadU(d, run.bias + channel);
    for (int p = 0; p < P; ++p) sums[p] = hn::Add(sums[p], bias);
  }
  float* const to = run.out + pixel * run.channels + channel;
  for (int p = 0; p < P; ++p) hn::StoreU(sums[p], d, to + p * run.channels);
}

void depthwise(const DepthwiseRun& run) {
  for_vectors(run.channels, [&run](auto d, std::int64_t channel) {
    std::int64_t pixel = 0;
    for (; pixel + 8 <= run.pixels; pixel += 8) depthwise_block<8>(d, run, pixel, channel);
    for (; pixel + 2 <= run.pixels; pixel += 2) depthwise_block<2>(d, run, pixel, channel);
    if (pixel < run.pixels) depthwise_block<1>(d, run, pixel, channel);
  });
}

const PixelLoops* loop_table() {
  static constexpr PixelLoops kLoops{depthwise, largest, scale, rectify};
  return &kLoops;
}

}  // namespace convlens::conv::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace convlens::conv {

HWY_EXPORT(loop_table);

const PixelLoops& pixel_loops() { return *HWY_DYNAMIC_DISPATCH(loop_table)(); }

}  // namespace convlens::conv
#endif
