#include "conv/reference.h"

namespace convlens::conv {
namespace {

// The input at a place that may lie in the padding, which holds zeros.
double input_at(const Problem& problem, std::int64_t n, std::int64_t row, std::int64_t column,
                std::int64_t channel) {
  const Geometry& g = problem.geometry;
  if (row < 0 || row >= g.rows.input || column < 0 || column >= g.columns.input) return 0.0;
  return static_cast<double>(
      problem.input[((n * g.rows.input + row) * g.columns.input + column) * g.channels +
                    channel]);  // (N, H, W, C)
}

// sum over (KH, KW, C) of input * kernel at one output element. A product with padding is a product
// with zero and not an absent one, so a NaN or an infinity among the weights shows at borders too.
double correlate_at(const Problem& problem, std::int64_t n, std::int64_t oh, std::int64_t ow,
                    std::int64_t filter) {
  const Geometry& g = problem.geometry;
  double sum = 0.0;
  const float* weight = problem.kernel + filter;  // (KH, KW, C, F), one step of F a tap
  for (std::int64_t kh = 0; kh < g.rows.kernel; ++kh) {
    const std::int64_t row = oh * g.rows.stride + kh * g.rows.dilation - g.rows.pad_before;
    for (std::int64_t kw = 0; kw < g.columns.kernel; ++kw) {
      const std::int64_t column =
          ow * g.columns.stride + kw * g.columns.dilation - g.columns.pad_before;
      for (std::int64_t c = 0; c < g.channels; ++c, weight += g.filters) {
        sum += input_at(problem, n, row, column, c) * static_cast<double>(*weight);
      }
    }
  }
  return sum;
}

}  // namespace

void conv2d_reference(const Problem& problem) {
  const Geometry& g = problem.geometry;
  const bool planar = problem.layout == OutputLayout::kPlanar;
  for (std::int64_t n = 0; n < g.batch; ++n) {
    for (std::int64_t oh = 0; oh < g.rows.output; ++oh) {
      for (std::int64_t ow = 0; ow < g.columns.output; ++ow) {
        for (std::int64_t f = 0; f < g.filters; ++f) {
          double value = correlate_at(problem, n, oh, ow, f);
          if (problem.bias != nullptr) value += static_cast<double>(problem.bias[f]);
          // Written so that NaN stays NaN.
          if (problem.activation == Activation::kRelu && value < 0.0) value = 0.0;
          const std::int64_t index =
              planar ? ((n * g.filters + f) * g.rows.output + oh) * g.columns.output + ow
                     : ((n * g.rows.output + oh) * g.columns.output + ow) * g.filters + f;
          problem.output[index] = static_cast<float>(value);
        }
      }
    }
  }
}

}  // namespace convlens::conv
