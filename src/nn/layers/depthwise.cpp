#include "nn/layers/depthwise.h"

#include <algorithm>

#include "conv/thread_pool.h"

namespace convlens::nn {
namespace {

struct Depthwise {
  const float* input = nullptr;   // (N, H, W, C)
  const float* kernel = nullptr;  // (KH, KW, C, M)
  float* output = nullptr;        // (N, OH, OW, C * M)
  std::int64_t height = 0, width = 0, channels = 0;
  std::int64_t kernel_height = 0, kernel_width = 0, multiplier = 0;
  std::int64_t output_height = 0, output_width = 0;
  std::int64_t pad_top = 0, pad_left = 0;
  HeightWidth strides = {}, dilation = {};
};

// out[c * M + m] += in[c] * w[c * M + m]
void add_tap(const float* in, const float* w, std::int64_t channels, std::int64_t multiplier,
             float* out) {
  if (multiplier == 1) {
    for (std::int64_t c = 0; c < channels; ++c) out[c] += in[c] * w[c];
    return;
  }
  for (std::int64_t c = 0; c < channels; ++c) {
    for (std::int64_t m = 0; m < multiplier; ++m, ++out, ++w) *out += in[c] * *w;
  }
}

// One row of outputs; `row` counts through the rows of all images.
void add_row(const Depthwise& d, std::int64_t row) {
  const std::int64_t n = row / d.output_height;
  const std::int64_t oh = row % d.output_height;
  const std::int64_t depth = d.channels * d.multiplier;
  for (std::int64_t ow = 0; ow < d.output_width; ++ow) {
    float* const out = d.output + (row * d.output_width + ow) * depth;
    for (std::int64_t kh = 0; kh < d.kernel_height; ++kh) {
      const std::int64_t y = oh * d.strides.height + kh * d.dilation.height - d.pad_top;
      if (y < 0 || y >= d.height) continue;
      for (std::int64_t kw = 0; kw < d.kernel_width; ++kw) {
        const std::int64_t x = ow * d.strides.width + kw * d.dilation.width - d.pad_left;
        if (x < 0 || x >= d.width) continue;
        add_tap(d.input + ((n * d.height + y) * d.width + x) * d.channels,
                d.kernel + (kh * d.kernel_width + kw) * depth, d.channels, d.multiplier, out);
      }
    }
  }
}

}  // namespace

void add_depthwise(const TensorView& input, const TensorView& kernel, const WindowSteps& steps,
                   int threads, Tensor& output) {
  const Shape& in = input.shape();
  const Shape& k = kernel.shape();
  const Shape& out = output.shape();
  const auto pad = [&](PictureAxis axis, std::int64_t extent, std::int64_t window) {
    return window_extent(extent, window, steps, axis)->pad_before;
  };
  const Depthwise d{.input = input.data(),
                    .kernel = kernel.data(),
                    .output = output.data(),
                    .height = in[1],
                    .width = in[2],
                    .channels = in[3],
                    .kernel_height = k[0],
                    .kernel_width = k[1],
                    .multiplier = k[3],
                    .output_height = out[1],
                    .output_width = out[2],
                    .pad_top = pad(PictureAxis::kRows, in[1], k[0]),
                    .pad_left = pad(PictureAxis::kColumns, in[2], k[1]),
                    .strides = steps.strides,
                    .dilation = steps.dilation};
  conv::ThreadPool& pool = conv::ThreadPool::shared();
  pool.run(threads > 0 ? threads : pool.thread_count(), out[0] * out[1],
           [&d](int, std::int64_t row) { add_row(d, row); });
}

}  // namespace convlens::nn
