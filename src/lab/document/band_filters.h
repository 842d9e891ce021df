#pragma once

#include <array>
#include <optional>
#include <vector>

#include "lab/document/filter.h"

namespace convlens::lab {

// Filters that answer to details of one size, from formulas with parameters. x runs to the right
// and y down from the filter's centre, in cells; r^2 = x^2 + y^2; G(s) = exp(-r^2 / 2 s^2).
enum class BandKind {
  // The Laplacian of a Gaussian, (r^2 / s^2 - 2) G(s) / s^2: negative in the middle. D. Marr and
  // E. Hildreth, Theory of edge detection, Proc. R. Soc. Lond. B 207 (1980).
  kLoG,
  // The difference of two Gaussians, G(s) / s^2 - G(k s) / (k s)^2: positive in the middle. With
  // k = 1.6 it comes closest to the one above, turned over (the same paper, appendix B).
  kDoG,
  // A wave under a Gaussian, exp(-(u^2 + a^2 v^2) / 2 s^2) cos(2 pi u / l + p), where u runs along
  // the wave and v across it. J. G. Daugman, Uncertainty relation for resolution in space, spatial
  // frequency, and orientation optimized by two-dimensional visual cortical filters, J. Opt. Soc.
  // Am. A 2 (1985).
  kGabor,
};

inline constexpr std::array kBandKinds{BandKind::kLoG, BandKind::kDoG, BandKind::kGabor};

struct BandFilter {
  BandKind kind = BandKind::kLoG;
  double sigma = 1.0;        // s, in cells
  double ratio = 1.6;        // k, of the difference of Gaussians
  double wavelength = 3.5;   // l of the Gabor filter, in cells
  double orientation = 0.0;  // in degrees: where its wave runs to, 0 is to the right, 90 is up
  double phase = 0.0;        // p, in degrees: 0 is a line, 90 an edge
  double aspect = 0.7;       // a: below 1 it is longer across the wave than along it

  friend bool operator==(const BandFilter&, const BandFilter&) = default;
};

// What the parameters may be; beyond, the nearest value is taken. The angles may be any number.
struct BandLimits {
  double lowest;
  double highest;
};
inline constexpr BandLimits kSigmaLimits{0.3, 15.0};
inline constexpr BandLimits kRatioLimits{1.05, 5.0};
inline constexpr BandLimits kWavelengthLimits{2.0, 30.0};
inline constexpr BandLimits kAspectLimits{0.1, 4.0};

// Parameters with which the kind fills filters of that shape and has all but faded at their edge.
BandFilter fitting_band_filter(BandKind kind, const Filter& shape);

// The weights in the shape of `filter`, in Filter's order, every channel alike. What their sum is
// short of 0, because cells are few and end at the edge, is taken away in proportion to the
// (wider) Gaussian, so that the sum is 0 and far cells stay 0; then they are scaled, so that the
// positive ones sum to 1 / channels in each channel: a grey picture gives the map that one channel
// would. Nothing where a side is below 3, a parameter is NaN or infinite, or all cells lie on
// zeros of the wave.
std::optional<std::vector<float>> band_weights(const BandFilter& band, const Filter& filter);

}  // namespace convlens::lab
