#include "lab/document/filter.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numeric>

#include "core/statistics.h"
#include "lab/pictures/picture.h"

namespace convlens::lab {

Filter zero_filter(std::string name, int height, int width, int channels) {
  const std::size_t count = Shape{height, width, channels}.element_count();
  return Filter{std::move(name), height, width, channels, std::vector<float>(count, 0.0f), {}};
}

std::vector<float> heard_weights(const Filter& filter) {
  std::vector<float> heard = filter.weights;
  for (std::size_t i = 0; i < filter.muted.size(); ++i) {
    if (filter.muted[i]) heard[i] = 0.0f;
  }
  return heard;
}

namespace {

std::uint32_t bits(float value) {
  std::uint32_t result = 0;
  std::memcpy(&result, &value, sizeof result);
  return result;
}

void make_zero_sum(Filter& filter, const std::vector<bool>& written) {
  const double sum = std::accumulate(filter.weights.begin(), filter.weights.end(), 0.0);
  const auto free = std::count(written.begin(), written.end(), false);
  const bool all = written.empty() || free == 0;
  const double share = sum / static_cast<double>(all ? filter.weights.size() : std::size_t(free));
  for (std::size_t i = 0; i < filter.weights.size(); ++i) {
    if (!all && written[i]) continue;
    filter.weights[i] = static_cast<float>(static_cast<double>(filter.weights[i]) - share);
  }
}

void make_unit_norm(Filter& filter) {
  double squares = 0.0;
  for (const float weight : filter.weights) squares += double{weight} * double{weight};
  if (squares == 0.0) return;
  const double norm = std::sqrt(squares);
  for (float& weight : filter.weights) weight = static_cast<float>(double{weight} / norm);
}

}  // namespace

Filter kept(Filter filter, const std::vector<bool>& written) {
  if (filter.zero_sum) make_zero_sum(filter, written);
  if (filter.unit_norm) make_unit_norm(filter);
  return filter;
}

bool has_same_weights(const Filter& a, const Filter& b) { return are_same(a.weights, b.weights); }

double weight_sum(const Filter& filter) {
  const std::vector<float> heard = heard_weights(filter);
  return std::accumulate(heard.begin(), heard.end(), 0.0);
}

float weight_scale(const Filter& filter, float floor) {
  float scale = floor;
  for (const float weight : filter.weights) {
    if (std::isfinite(weight)) scale = std::max(scale, std::abs(weight));
  }
  return scale;
}

float mean_weight(const Filter& filter, int row, int column) {
  double sum = 0.0;
  for (int c = 0; c < filter.channels; ++c) sum += double{filter.at(row, column, c)};
  return static_cast<float>(sum / filter.channels);
}

bool has_equal_planes(const Filter& filter) {
  for (std::size_t i = 0; i < filter.weights.size(); ++i) {
    const std::size_t first = i - i % static_cast<std::size_t>(filter.channels);
    // By its bits: NaN is like NaN.
    if (bits(filter.weights[i]) != bits(filter.weights[first])) return false;
  }
  return true;
}

Rgb composite_color(const Filter& filter, int row, int column, float scale) {
  Rgb color{};
  for (int c = 0; c < kRgb; ++c) {
    const float weight = filter.at(row, column, std::min(c, filter.channels - 1));
    if (!std::isfinite(weight)) return kNotFiniteColor;
    const float value = std::clamp(0.5f + 0.5f * weight / scale, 0.0f, 1.0f);
    color[static_cast<std::size_t>(c)] = static_cast<std::uint8_t>(std::lround(value * 255.0f));
  }
  return color;
}

Tensor to_kernel(const std::vector<const Filter*>& filters) {
  assert(!filters.empty());
  const Filter& first = *filters.front();
  Tensor kernel({first.height, first.width, first.channels,
                 static_cast<std::int64_t>(filters.size())});  // (kh, kw, c, f)
  for (std::size_t f = 0; f < filters.size(); ++f) {
    assert(filters[f]->weights.size() == first.weights.size());
    const std::vector<float> weights = heard_weights(*filters[f]);
    for (std::size_t tap = 0; tap < weights.size(); ++tap) {
      kernel.data()[tap * filters.size() + f] = weights[tap];
    }
  }
  return kernel;
}

Result<std::vector<Filter>> to_filters(const TensorView& kernel, const std::string& name) {
  const Shape& shape = kernel.shape();
  if (shape.rank() != 4) {
    return fail("filters of shape {}, (height, width, channels, count) expected", to_string(shape));
  }
  if (shape[0] < 1 || shape[1] < 1 || shape[0] > kMaxFilterSide || shape[1] > kMaxFilterSide) {
    return fail("filters of shape {}, sides from 1 to {} expected", to_string(shape),
                kMaxFilterSide);
  }
  if (shape[2] < 1 || shape[2] > kMaxChannels) {
    return fail("filters of shape {}, 1 to {} channels expected", to_string(shape), kMaxChannels);
  }
  const auto values = kernel.values();
  const auto count = static_cast<std::size_t>(shape[3]);
  if (count > kMaxFilters) {
    return fail("filters of shape {}, at most {} filters expected", to_string(shape), kMaxFilters);
  }
  if (values.size() > kMaxWeights) {
    return fail("filters of shape {}, at most {} weights expected", to_string(shape), kMaxWeights);
  }
  if (count == 0) return fail("filters of shape {}, at least one expected", to_string(shape));
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isfinite(values[i])) continue;
    const auto tap = static_cast<std::int64_t>(i / count);
    return fail("the weight at [{}, {}, {}, {}] is {}, a finite number expected",
                tap / (shape[1] * shape[2]), tap / shape[2] % shape[1], tap % shape[2], i % count,
                values[i]);
  }
  std::vector<Filter> filters;
  for (std::size_t f = 0; f < count; ++f) {
    Filter filter = zero_filter(name + " " + std::to_string(f + 1), static_cast<int>(shape[0]),
                                static_cast<int>(shape[1]), static_cast<int>(shape[2]));
    for (std::size_t tap = 0; tap < filter.weights.size(); ++tap) {
      filter.weights[tap] = values[tap * count + f];
    }
    filters.push_back(std::move(filter));
  }
  return filters;
}

}  // namespace convlens::lab
