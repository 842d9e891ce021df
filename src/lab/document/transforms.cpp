#include "lab/document/transforms.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "nn/initializers.h"

namespace convlens::lab {
namespace {

// Weights of `shape` from those of `from`: each is what stands at the place that `place` names, or
// 0 where that lies outside.
std::vector<float> gathered(const Filter& filter,
                            const std::function<std::pair<int, int>(int, int)>& place) {
  std::vector<float> weights(filter.weights.size(), 0.0f);
  for (int row = 0; row < filter.height; ++row) {
    for (int column = 0; column < filter.width; ++column) {
      const auto [y, x] = place(row, column);
      if (y < 0 || y >= filter.height || x < 0 || x >= filter.width) continue;
      for (int c = 0; c < filter.channels; ++c) {
        weights[filter.index(row, column, c)] = filter.at(y, x, c);
      }
    }
  }
  return weights;
}

std::vector<float> scaled(const Filter& filter, double factor) {
  std::vector<float> weights = filter.weights;
  for (float& weight : weights) weight = static_cast<float>(double{weight} * factor);
  return weights;
}

std::vector<float> blurred(const Filter& filter) {
  std::vector<float> weights(filter.weights.size());
  for (int row = 0; row < filter.height; ++row) {
    for (int column = 0; column < filter.width; ++column) {
      for (int c = 0; c < filter.channels; ++c) {
        double sum = 0.0;
        for (int y = std::max(row - 1, 0); y <= std::min(row + 1, filter.height - 1); ++y) {
          for (int x = std::max(column - 1, 0); x <= std::min(column + 1, filter.width - 1); ++x) {
            const int part = (y == row ? 2 : 1) * (x == column ? 2 : 1);
            sum += part * double{filter.at(y, x, c)};
          }
        }
        weights[filter.index(row, column, c)] = static_cast<float>(sum / 16.0);
      }
    }
  }
  return weights;
}

std::vector<float> normalised(const Filter& filter) {
  double sum = 0.0;
  for (const float weight : filter.weights) sum += std::abs(double{weight});
  return scaled(filter, sum == 0.0 ? 1.0 : 1.0 / sum);
}

}  // namespace

std::optional<std::vector<float>> transformed(Transform transform, const Filter& filter) {
  const int last_row = filter.height - 1;
  const int last_column = filter.width - 1;
  const auto shifted = [&](int rows, int columns) {
    return gathered(filter,
                    [=](int row, int column) { return std::pair(row - rows, column - columns); });
  };
  switch (transform) {
    case Transform::kRotate:
      if (filter.height != filter.width) return std::nullopt;
      return gathered(filter,
                      [=](int row, int column) { return std::pair(column, last_column - row); });
    case Transform::kMirrorX:
      return gathered(filter,
                      [=](int row, int column) { return std::pair(row, last_column - column); });
    case Transform::kMirrorY:
      return gathered(filter,
                      [=](int row, int column) { return std::pair(last_row - row, column); });
    case Transform::kNegate:
      return scaled(filter, -1.0);
    case Transform::kBlur:
      return blurred(filter);
    case Transform::kNormalise:
      return normalised(filter);
    case Transform::kDouble:
      return scaled(filter, 2.0);
    case Transform::kHalve:
      return scaled(filter, 0.5);
    case Transform::kShiftLeft:
      return shifted(0, -1);
    case Transform::kShiftRight:
      return shifted(0, 1);
    case Transform::kShiftUp:
      return shifted(-1, 0);
    case Transform::kShiftDown:
      return shifted(1, 0);
  }
  return std::nullopt;
}

std::vector<float> random_weights(Initializer initializer, const Filter& shape,
                                  std::size_t layer_filters, std::uint64_t seed) {
  nn::Random random(seed);
  const auto count = static_cast<std::int64_t>(layer_filters);
  const Shape kernel{shape.height, shape.width, shape.channels, count};
  const Tensor values = initializer == Initializer::kGlorotUniform
                            ? nn::glorot_uniform(kernel, random)
                            : nn::he_normal(kernel, random);  // (kh, kw, c, f)
  std::vector<float> weights;
  for (std::size_t i = 0; i < values.size(); i += layer_filters) {
    weights.push_back(values.data()[i]);
  }
  return weights;
}

Fit fit_of(int from, int to) {
  const int shift = (to - 1) / 2 - (from - 1) / 2;
  const int stop = std::min(from, to - shift);
  return {std::max(0, -shift), stop, shift, std::max(0, shift), to - shift - stop};
}

namespace {

float channel_sum(const Filter& filter, int row, int column) {
  float sum = 0.0f;
  for (int c = 0; c < filter.channels; ++c) sum += filter.at(row, column, c);
  return sum;
}

// What the sum of a cell's channels is divided by to give each of the new ones.
float parts_of(ChannelRule rule, int before, int after) {
  if (rule == ChannelRule::kSameOnGrey) return static_cast<float>(after);
  return after == 1 ? 1.0f : static_cast<float>(before);
}

}  // namespace

Filter fitted(const Filter& filter, int height, int width, int channels, ChannelRule rule) {
  Filter result = filter;
  result.height = height;
  result.width = width;
  result.channels = channels;
  result.muted.clear();
  result.partner.reset();
  result.weights.assign(Shape{height, width, channels}.element_count(), 0.0f);
  const Fit rows = fit_of(filter.height, height);
  const Fit columns = fit_of(filter.width, width);
  const float parts = parts_of(rule, filter.channels, channels);
  for (int row = rows.start; row < rows.stop; ++row) {
    for (int column = columns.start; column < columns.stop; ++column) {
      for (int to = 0; to < channels; ++to) {
        result.weights[result.index(row + rows.shift, column + columns.shift, to)] =
            channels == filter.channels ? filter.at(row, column, to)
                                        : channel_sum(filter, row, column) / parts;
      }
    }
  }
  return result;
}

}  // namespace convlens::lab
