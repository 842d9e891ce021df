#include "lab/document/band_filters.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace convlens::lab {
namespace {

constexpr int kSmallestSide = 3;
// Positive weights that sum to less than this share of the Gaussian's are rounding.
constexpr double kLeastShare = 1e-9;

// What a formula gives at a cell, and the Gaussian that its correction follows there.
struct Cell {
  double value;
  double envelope;
};

double clamped(double value, BandLimits limits) {
  return std::clamp(value, limits.lowest, limits.highest);
}

double radians(double degrees) { return degrees * std::numbers::pi / 180.0; }

double gaussian(double squares, double sigma) { return std::exp(-squares / (2.0 * sigma * sigma)); }

Cell log_cell(const BandFilter& band, double x, double y) {
  const double squares = x * x + y * y;
  const double variance = band.sigma * band.sigma;
  const double envelope = gaussian(squares, band.sigma);
  return {(squares / variance - 2.0) * envelope / variance, envelope};
}

Cell dog_cell(const BandFilter& band, double x, double y) {
  const double squares = x * x + y * y;
  const double wider = band.ratio * band.sigma;
  const double envelope = gaussian(squares, wider);
  return {gaussian(squares, band.sigma) / (band.sigma * band.sigma) - envelope / (wider * wider),
          envelope};
}

Cell gabor_cell(const BandFilter& band, double x, double y) {
  const double angle = radians(band.orientation);
  const double along = x * std::cos(angle) - y * std::sin(angle);  // y is down, 90 degrees up
  const double across = (x * std::sin(angle) + y * std::cos(angle)) * band.aspect;
  const double envelope = gaussian(along * along + across * across, band.sigma);
  const double turn = 2.0 * std::numbers::pi * along / band.wavelength + radians(band.phase);
  return {envelope * std::cos(turn), envelope};
}

Cell cell_at(const BandFilter& band, double x, double y) {
  switch (band.kind) {
    case BandKind::kLoG:
      return log_cell(band, x, y);
    case BandKind::kDoG:
      return dog_cell(band, x, y);
    case BandKind::kGabor:
      return gabor_cell(band, x, y);
  }
  return {0.0, 0.0};
}

// The band with its parameters within their limits; nothing where one is no number.
std::optional<BandFilter> sound(BandFilter band) {
  for (const double parameter :
       {band.sigma, band.ratio, band.wavelength, band.orientation, band.phase, band.aspect}) {
    if (!std::isfinite(parameter)) return std::nullopt;
  }
  band.sigma = clamped(band.sigma, kSigmaLimits);
  band.ratio = clamped(band.ratio, kRatioLimits);
  band.wavelength = clamped(band.wavelength, kWavelengthLimits);
  band.aspect = clamped(band.aspect, kAspectLimits);
  return band;
}

// One channel, of zero sum, whose positive weights sum to 1.
std::optional<std::vector<double>> plane(const BandFilter& band, int height, int width) {
  std::vector<double> values;
  std::vector<double> envelope;
  for (int row = 0; row < height; ++row) {
    for (int column = 0; column < width; ++column) {
      const Cell cell = cell_at(band, column - (width - 1) / 2.0, row - (height - 1) / 2.0);
      values.push_back(cell.value);
      envelope.push_back(cell.envelope);
    }
  }
  const double share = std::accumulate(values.begin(), values.end(), 0.0) /
                       std::accumulate(envelope.begin(), envelope.end(), 0.0);
  double positive = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] -= share * envelope[i];
    positive += std::max(values[i], 0.0);
  }
  if (positive < kLeastShare * std::accumulate(envelope.begin(), envelope.end(), 0.0)) {
    return std::nullopt;
  }
  for (double& value : values) value /= positive;
  return values;
}

}  // namespace

BandFilter fitting_band_filter(BandKind kind, const Filter& shape) {
  const double side = std::min(shape.height, shape.width);
  BandFilter band;
  band.kind = kind;
  switch (kind) {
    case BandKind::kLoG:
      band.sigma = side / 7.0;
      break;
    case BandKind::kDoG:
      band.sigma = side / 9.0;
      break;
    case BandKind::kGabor:
      band.sigma = side / 6.0;
      band.wavelength = std::max(3.0, side / 2.0);  // of 2, even sides have zeros only
      break;
  }
  return *sound(band);
}

std::optional<std::vector<float>> band_weights(const BandFilter& band, const Filter& filter) {
  if (std::min(filter.height, filter.width) < kSmallestSide) return std::nullopt;
  const auto within = sound(band);
  const auto values = within ? plane(*within, filter.height, filter.width) : std::nullopt;
  if (!values) return std::nullopt;
  std::vector<float> weights;
  for (const double value : *values) {
    const auto weight = static_cast<float>(value / filter.channels);
    weights.insert(weights.end(), static_cast<std::size_t>(filter.channels), weight);
  }
  return weights;
}

}  // namespace convlens::lab
