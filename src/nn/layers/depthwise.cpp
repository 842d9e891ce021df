#include "nn/layers/depthwise.h"

#include <algorithm>
#include <vector>

#include "conv/pixel_loops.h"
#include "conv/thread_pool.h"

namespace convlens::nn {
namespace {

// One axis of the windows.
struct Windows {
  std::int64_t input = 0;
  std::int64_t kernel = 0;
  std::int64_t stride = 0;
  std::int64_t dilation = 0;
  std::int64_t pad_before = 0;

  std::int64_t place(std::int64_t output, std::int64_t tap) const {
    return output * stride + tap * dilation - pad_before;
  }
  bool is_inside(std::int64_t output, std::int64_t tap) const {
    const std::int64_t at = place(output, tap);
    return at >= 0 && at < input;
  }
  // Whether the two have the same taps inside.
  bool are_alike(std::int64_t a, std::int64_t b) const {
    for (std::int64_t tap = 0; tap < kernel; ++tap) {
      if (is_inside(a, tap) != is_inside(b, tap)) return false;
    }
    return true;
  }
};

struct Depthwise {
  const float* input = nullptr;   // (N, H, W, C)
  const float* kernel = nullptr;  // (KH, KW, C, M)
  const float* bias = nullptr;    // (C * M), or null
  float* output = nullptr;        // (N, OH, OW, C * M)
  std::int64_t channels = 0;
  std::int64_t multiplier = 0;
  std::int64_t output_height = 0;
  std::int64_t output_width = 0;
  Windows rows;
  Windows columns;
  std::vector<std::int64_t> runs;  // outputs of a row at which others taps are inside, and its end

  std::int64_t depth() const { return channels * multiplier; }
};

// Neighbouring outputs whose windows have the same taps in the input.
std::vector<std::int64_t> runs_of(const Windows& columns, std::int64_t outputs) {
  std::vector<std::int64_t> runs;
  for (std::int64_t i = 0; i < outputs; ++i) {
    if (i == 0 || !columns.are_alike(i - 1, i)) runs.push_back(i);
  }
  runs.push_back(outputs);
  return runs;
}

// The taps that lie in the input, of output (row, column) of one image.
std::vector<conv::WindowTap> taps_of(const Depthwise& d, const float* image, std::int64_t row,
                                     std::int64_t column) {
  std::vector<conv::WindowTap> taps;
  for (std::int64_t kh = 0; kh < d.rows.kernel; ++kh) {
    if (!d.rows.is_inside(row, kh)) continue;
    for (std::int64_t kw = 0; kw < d.columns.kernel; ++kw) {
      if (!d.columns.is_inside(column, kw)) continue;
      const std::int64_t place =
          d.rows.place(row, kh) * d.columns.input + d.columns.place(column, kw);
      taps.push_back(
          {image + place * d.channels, d.kernel + (kh * d.columns.kernel + kw) * d.depth()});
    }
  }
  return taps;
}

// Several filters for a channel: out[c * M + m] += pixel[c] * weights[c * M + m].
void convolve_multiplied(const Depthwise& d, const conv::DepthwiseRun& run) {
  const std::int64_t depth = d.depth();
  for (std::int64_t pixel = 0; pixel < run.pixels; ++pixel) {
    float* const out = run.out + pixel * depth;
    std::fill_n(out, depth, 0.0f);
    for (std::int64_t tap = 0; tap < run.tap_count; ++tap) {
      const float* const in = run.taps[tap].pixel + pixel * run.pixel_step;
      for (std::int64_t i = 0; i < depth; ++i) {
        out[i] += in[i / d.multiplier] * run.taps[tap].weights[i];
      }
    }
    for (std::int64_t i = 0; i < depth && run.bias != nullptr; ++i) out[i] += run.bias[i];
  }
}

// One row of outputs; `row` counts through the rows of all images.
void convolve_row(const Depthwise& d, std::int64_t row) {
  const float* const image =
      d.input + row / d.output_height * d.rows.input * d.columns.input * d.channels;
  float* const out = d.output + row * d.output_width * d.depth();
  for (std::size_t i = 0; i + 1 < d.runs.size(); ++i) {
    const std::int64_t first = d.runs[i];
    const auto taps = taps_of(d, image, row % d.output_height, first);
    const conv::DepthwiseRun run{.taps = taps.data(),
                                 .tap_count = static_cast<std::int64_t>(taps.size()),
                                 .pixel_step = d.columns.stride * d.channels,
                                 .pixels = d.runs[i + 1] - first,
                                 .channels = d.channels,
                                 .bias = d.bias,
                                 .out = out + first * d.depth()};
    if (d.multiplier == 1) {
      conv::pixel_loops().depthwise(run);
    } else {
      convolve_multiplied(d, run);
    }
  }
}

}  // namespace

void convolve_depthwise(const TensorView& input, const TensorView& kernel, const Tensor* bias,
                        const WindowSteps& steps, const ComputeOptions& options, Tensor& output) {
  const Shape& in = input.shape();
  const Shape& k = kernel.shape();
  const Shape& out = output.shape();
  const auto windows = [&](PictureAxis axis, std::int64_t extent, std::int64_t window) {
    const bool is_rows = axis == PictureAxis::kRows;
    return Windows{.input = extent,
                   .kernel = window,
                   .stride = is_rows ? steps.strides.height : steps.strides.width,
                   .dilation = is_rows ? steps.dilation.height : steps.dilation.width,
                   .pad_before = window_extent(extent, window, steps, axis)->pad_before};
  };
  Depthwise d{.input = input.data(),
              .kernel = kernel.data(),
              .bias = bias == nullptr ? nullptr : bias->data(),
              .output = output.data(),
              .channels = in[3],
              .multiplier = k[3],
              .output_height = out[1],
              .output_width = out[2],
              .rows = windows(PictureAxis::kRows, in[1], k[0]),
              .columns = windows(PictureAxis::kColumns, in[2], k[1]),
              .runs = {}};
  d.runs = runs_of(d.columns, d.output_width);
  conv::ThreadPool& pool = conv::ThreadPool::shared();
  pool.run(pool.threads_for(options.threads), out[0] * out[1], [&](int, std::int64_t row) {
    convolve_row(d, row);
    const std::int64_t count = d.output_width * d.depth();
    if (options.finish.call == nullptr) return;
    options.finish.call(options.finish.context, d.output + row * count, count);
  });
}

}  // namespace convlens::nn
