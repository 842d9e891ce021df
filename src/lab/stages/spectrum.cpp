#include "lab/stages/spectrum.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <unsupported/Eigen/FFT>
#include <vector>

namespace convlens::lab {
namespace {

using Complex = std::complex<double>;

// Of a plane of `height` rows, in place.
void transform(std::vector<Complex>& plane, std::size_t height, std::size_t width) {
  Eigen::FFT<double> fft;
  std::vector<Complex> line;
  std::vector<Complex> transformed;
  const auto along = [&](std::size_t first, std::size_t step, std::size_t count) {
    if (count < 2) return;  // is its own transform, and more than Eigen takes
    line.resize(count);
    for (std::size_t i = 0; i < count; ++i) line[i] = plane[first + i * step];
    fft.fwd(transformed, line);
    for (std::size_t i = 0; i < count; ++i) plane[first + i * step] = transformed[i];
  };
  for (std::size_t row = 0; row < height; ++row) along(row * width, 1, width);
  for (std::size_t column = 0; column < width; ++column) along(column, width, height);
}

// Magnitudes with frequency zero in the middle.
Tensor magnitudes(std::vector<Complex> plane, std::int64_t height, std::int64_t width) {
  transform(plane, static_cast<std::size_t>(height), static_cast<std::size_t>(width));
  Tensor result(Shape{height, width});
  for (std::int64_t row = 0; row < height; ++row) {
    for (std::int64_t column = 0; column < width; ++column) {
      const std::size_t from = flat_index((row + height - height / 2) % height,
                                          (column + width - width / 2) % width, width);
      result.data()[flat_index(row, column, width)] = static_cast<float>(std::abs(plane[from]));
    }
  }
  return result;
}

int largest_prime_factor(int number) {
  int largest = 1;
  for (int factor = 2; factor * factor <= number; ++factor) {
    while (number % factor == 0) {
      largest = factor;
      number /= factor;
    }
  }
  return std::max(largest, number);
}

}  // namespace

int spectrum_extent(int extent) {
  constexpr int kMost = 512;
  constexpr int kLargestPrime = 31;
  int fast = std::min(extent, kMost);
  while (largest_prime_factor(fast) > kLargestPrime) --fast;
  return fast;
}

Tensor frequency_response(const Filter& filter, int channel) {
  constexpr std::size_t kSide = kResponseSide;
  const std::vector<float> weights = heard_weights(filter);
  std::vector<Complex> plane(kSide * kSide);
  for (int row = 0; row < filter.height; ++row) {
    for (int column = 0; column < filter.width; ++column) {
      for (int c = 0; c < filter.channels; ++c) {
        if (channel >= 0 && c != channel) continue;
        plane[flat_index(row, column, kResponseSide)] +=
            double{weights[filter.index(row, column, c)]};
      }
    }
  }
  return magnitudes(std::move(plane), kResponseSide, kResponseSide);
}

Tensor log_spectrum(const TensorView& plane) {
  const auto rows = static_cast<int>(plane.shape()[0]);
  const auto columns = static_cast<int>(plane.shape()[1]);
  const int height = spectrum_extent(rows);
  const int width = spectrum_extent(columns);
  const int top = (rows - height) / 2;
  const int left = (columns - width) / 2;
  std::vector<Complex> middle;
  middle.reserve(static_cast<std::size_t>(height) * static_cast<std::size_t>(width));
  for (int row = top; row < top + height; ++row) {
    for (int column = left; column < left + width; ++column) {
      middle.emplace_back(double{plane.values()[flat_index(row, column, columns)]});
    }
  }
  Tensor result = magnitudes(std::move(middle), height, width);
  for (float& value : result.values()) value = std::log10(1.0f + value);
  return result;
}

Tensor channel_plane(const TensorView& values, int channel) {
  const Shape& shape = values.shape();
  const auto channels = static_cast<std::size_t>(shape[3]);
  Tensor plane(Shape{shape[1], shape[2]});
  for (std::size_t i = 0; i < plane.size(); ++i) {
    const auto pixel = values.values().subspan(i * channels, channels);
    double sum = 0.0;
    for (const float value : pixel) sum += double{value};
    plane.data()[i] = channel >= 0 ? pixel[static_cast<std::size_t>(channel)]
                                   : static_cast<float>(sum / static_cast<double>(channels));
  }
  return plane;
}

}  // namespace convlens::lab
