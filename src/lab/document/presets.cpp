#include "lab/document/presets.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "core/phrase.h"

namespace convlens::lab {
namespace {

using Pattern = std::array<std::array<float, 3>, 3>;

constexpr Pattern kSobelPattern{{{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}}};
constexpr Pattern kScharrPattern{{{-3, 0, 3}, {-10, 0, 10}, {-3, 0, 3}}};
constexpr Pattern kLaplacianPattern{{{0, 1, 0}, {1, -4, 1}, {0, 1, 0}}};
constexpr Pattern kSharpenPattern{{{0, -1, 0}, {-1, 5, -1}, {0, -1, 0}}};
constexpr Pattern kEmbossPattern{{{-2, -1, 0}, {-1, 1, 1}, {0, 1, 2}}};

Pattern transposed(const Pattern& pattern) {
  Pattern result{};
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < 3; ++column) {
      result[column][row] = pattern[row][column];
    }
  }
  return result;
}

// Weights from a function of (row, column, channel).
std::vector<float> filled(const Filter& shape,
                          const std::function<float(int row, int column, int channel)>& weight) {
  std::vector<float> weights(shape.weights.size());
  for (int row = 0; row < shape.height; ++row) {
    for (int column = 0; column < shape.width; ++column) {
      for (int c = 0; c < shape.channels; ++c) {
        weights[shape.index(row, column, c)] = weight(row, column, c);
      }
    }
  }
  return weights;
}

std::optional<std::vector<float>> from_pattern(const Filter& shape, const Pattern& pattern) {
  if (shape.height < 3 || shape.width < 3) return std::nullopt;
  const int top = shape.height / 2 - 1;
  const int left = shape.width / 2 - 1;
  return filled(shape, [&](int row, int column, int /*channel*/) {
    const int y = row - top;
    const int x = column - left;
    if (y < 0 || y > 2 || x < 0 || x > 2) return 0.0f;
    return pattern[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)] /
           static_cast<float>(shape.channels);
  });
}

// exp(-d^2 / 2 s^2) along both axes, s = side / 6, divided so that the plane's sum is 1.
std::vector<float> gaussian_plane(const Filter& shape) {
  std::vector<double> plane;
  for (int row = 0; row < shape.height; ++row) {
    for (int column = 0; column < shape.width; ++column) {
      const double y = (row - (shape.height - 1) / 2.0) / (shape.height / 6.0);
      const double x = (column - (shape.width - 1) / 2.0) / (shape.width / 6.0);
      plane.push_back(std::exp(-0.5 * (y * y + x * x)));
    }
  }
  const double sum = std::accumulate(plane.begin(), plane.end(), 0.0);
  std::vector<float> weights;
  weights.reserve(plane.size());
  for (const double value : plane) weights.push_back(static_cast<float>(value / sum));
  return weights;
}

// The Gaussian in each channel, times that channel's factor.
std::vector<float> colored_gaussian(const Filter& shape, const std::vector<float>& factors) {
  const std::vector<float> plane = gaussian_plane(shape);
  return filled(shape, [&](int row, int column, int c) {
    return plane[flat_index(row, column, shape.width)] * factors[static_cast<std::size_t>(c)];
  });
}

}  // namespace

std::optional<std::vector<float>> preset_weights(Preset preset, const Filter& filter) {
  const int middle_row = filter.height / 2;
  const int middle_column = filter.width / 2;
  const float per_channel = 1.0f / static_cast<float>(filter.channels);
  const bool colored = filter.channels == 3;
  switch (preset) {
    case Preset::kVerticalLine:
      return filled(filter,
                    [&](int, int column, int) { return column == middle_column ? 1.0f : 0.0f; });
    case Preset::kHorizontalLine:
      return filled(filter, [&](int row, int, int) { return row == middle_row ? 1.0f : 0.0f; });
    case Preset::kIdentity:
      return filled(filter, [&](int row, int column, int) {
        return row == middle_row && column == middle_column ? per_channel : 0.0f;
      });
    case Preset::kBox:
      return std::vector<float>(filter.weights.size(),
                                1.0f / static_cast<float>(filter.weights.size()));
    case Preset::kGaussian:
      return colored_gaussian(
          filter, std::vector<float>(static_cast<std::size_t>(filter.channels), per_channel));
    case Preset::kSobelX:
      return from_pattern(filter, kSobelPattern);
    case Preset::kSobelY:
      return from_pattern(filter, transposed(kSobelPattern));
    case Preset::kScharrX:
      return from_pattern(filter, kScharrPattern);
    case Preset::kScharrY:
      return from_pattern(filter, transposed(kScharrPattern));
    case Preset::kLaplacian:
      return from_pattern(filter, kLaplacianPattern);
    case Preset::kSharpen:
      return from_pattern(filter, kSharpenPattern);
    case Preset::kEmboss:
      return from_pattern(filter, kEmbossPattern);
    case Preset::kRedGreen:
      if (!colored) return std::nullopt;
      return colored_gaussian(filter, {1.0f, -1.0f, 0.0f});
    case Preset::kBlueYellow:
      if (!colored) return std::nullopt;
      return colored_gaussian(filter, {-0.5f, -0.5f, 1.0f});
    case Preset::kZero:
      return std::vector<float>(filter.weights.size(), 0.0f);
  }
  return std::nullopt;
}

Filter vertical_line_filter(int channels) {
  Filter filter = zero_filter(word("vertical line").text, 7, 7, channels);
  filter.weights = *preset_weights(Preset::kVerticalLine, filter);
  return filter;
}

Filter horizontal_line_filter(int channels) {
  Filter filter = zero_filter(word("horizontal line").text, 7, 7, channels);
  filter.weights = *preset_weights(Preset::kHorizontalLine, filter);
  return filter;
}

std::vector<float> balanced(const Filter& filter) {
  const auto muted =
      static_cast<std::size_t>(std::count(filter.muted.begin(), filter.muted.end(), true));
  const std::size_t heard = filter.weights.size() - muted;
  std::vector<float> weights = filter.weights;
  if (heard == 0) return weights;
  const double mean = weight_sum(filter) / static_cast<double>(heard);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (filter.is_muted(i)) continue;
    weights[i] = static_cast<float>(static_cast<double>(weights[i]) - mean);
  }
  return weights;
}

bool awaits_first_stroke(const Document& document) {
  return document.filters.front() == vertical_line_filter();
}

}  // namespace convlens::lab
