#include "lab/shown/reduced_map.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace convlens::lab {
namespace {

// What one value of a reduced axis covers of the axis: cells [first, first + shares.size()), whose
// shares add up to 1.
struct Span {
  std::size_t first = 0;
  std::vector<float> shares;
};

std::vector<Span> spans_of(std::int64_t extent, int reduced) {
  const double step = static_cast<double>(extent) / reduced;
  std::vector<Span> spans;
  for (int i = 0; i < reduced; ++i) {
    const double from = i * step;
    const double to = std::min((i + 1) * step, static_cast<double>(extent));
    Span span{static_cast<std::size_t>(from), {}};
    for (double cell = std::floor(from); cell < to; ++cell) {
      const double part = std::min(cell + 1, to) - std::max(cell, from);
      // A share that is rounding alone would let a cell beside it spread what is not finite.
      if (part > 1e-9 * step) {
        span.shares.push_back(static_cast<float>(part / step));
      } else if (span.shares.empty()) {
        ++span.first;
      }
    }
    spans.push_back(std::move(span));
  }
  return spans;
}

}  // namespace

Tensor averaged(const TensorView& map, int height, int width) {
  const Shape& shape = map.shape();  // (H, W)
  const auto columns = static_cast<std::size_t>(shape[1]);
  const std::vector<Span> down = spans_of(shape[0], height);
  const std::vector<Span> across = spans_of(shape[1], width);
  Tensor result({height, width});
  float* out = result.data();
  std::vector<float> line(columns);  // the rows that one row of the result covers
  for (const Span& rows : down) {
    std::fill(line.begin(), line.end(), 0.0f);
    for (std::size_t i = 0; i < rows.shares.size(); ++i) {
      const float share = rows.shares[i];
      const float* row = map.data() + (rows.first + i) * columns;
      for (std::size_t x = 0; x < columns; ++x) line[x] += share * row[x];
    }
    for (const Span& cells : across) {
      const float* cell = line.data() + cells.first;
      float sum = 0.0f;
      for (const float share : cells.shares) sum += share * *cell++;
      *out++ = sum;
    }
  }
  return result;
}

}  // namespace convlens::lab
