#pragma once

#include <cstdint>

namespace convlens::conv {

// What the layers around convolutions do to pixels, their channels beside each other (..., C), in
// the vectors of the machine. Where `out` is given an input's address, it is changed in place.

// One place of a window: a pixel and, of a depthwise kernel, the weights that meet it, (C).
struct WindowTap {
  const float* pixel = nullptr;
  const float* weights = nullptr;
};

// Neighbouring outputs (pixels, C) of a depthwise convolution whose windows have the same taps.
struct DepthwiseRun {
  const WindowTap* taps = nullptr;  // of the first output
  std::int64_t tap_count = 0;
  std::int64_t pixel_step = 0;  // floats from a tap's pixel to that of the next output
  std::int64_t pixels = 0;
  std::int64_t channels = 0;
  const float* bias = nullptr;  // (C), or null
  float* out = nullptr;
};

struct PixelLoops {
  // sum over the taps of pixel * weights, and the bias.
  void (*depthwise)(const DepthwiseRun& run) = nullptr;
  // The largest of each channel's values in at least one pixel, of which `out` may be one; NaN
  // where there is one.
  void (*largest)(const float* const* pixels, std::int64_t count, std::int64_t channels,
                  float* out) = nullptr;
  // in * scale + shift, for each channel.
  void (*scale)(const float* in, const float* scale, const float* shift, std::int64_t pixels,
                std::int64_t channels, float* out) = nullptr;
  // 0 of what is not above 0, and `most` of what is above it; NaN stays.
  void (*rectify)(const float* in, float most, std::int64_t count, float* out) = nullptr;
};

// For this machine, or for the targets that a test has set.
const PixelLoops& pixel_loops();

}  // namespace convlens::conv
