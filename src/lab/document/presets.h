#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "lab/document/document.h"
#include "lab/document/filter.h"

namespace convlens::lab {

// Filters to start from, for any shape. Those built from a 3x3 pattern put it in the middle.
enum class Preset {
  kVerticalLine,
  kHorizontalLine,
  kIdentity,  // 1 in the middle
  kBox,       // the mean of the window
  kGaussian,  // deviation a sixth of the side, sum 1
  kSobelX,    // change from left to right: [1 2 1]' [-1 0 1]
  kSobelY,    // change from top to bottom
  kScharrX,   // as Sobel, with the rounder [3 10 3]
  kScharrY,
  kLaplacian,   // [0 1 0; 1 -4 1; 0 1 0]
  kSharpen,     // the middle minus the Laplacian
  kEmboss,      // light from the upper left
  kRedGreen,    // a Gaussian of red minus one of green
  kBlueYellow,  // a Gaussian of blue minus the mean of those of red and green
  kZero,
};

inline constexpr std::array kPresets{
    Preset::kVerticalLine, Preset::kHorizontalLine, Preset::kIdentity, Preset::kBox,
    Preset::kGaussian,     Preset::kSobelX,         Preset::kSobelY,   Preset::kScharrX,
    Preset::kScharrY,      Preset::kLaplacian,      Preset::kSharpen,  Preset::kEmboss,
    Preset::kRedGreen,     Preset::kBlueYellow,     Preset::kZero};

// The preset's weights in the shape of `filter`, in Filter's order. All but the two lines and the
// opponent colours are divided by the channels, so that a grey picture gives the map that the
// one-channel pattern would. Nothing where the shape is too small: a 3x3 pattern needs sides of
// at least 3, the opponent colours need 3 channels.
std::optional<std::vector<float>> preset_weights(Preset preset, const Filter& filter);

// The notebook's two: filters[:, 3, :, 0] = 1 and filters[3, :, :, 1] = 1 of a (7, 7, 3, 2) kernel.
Filter vertical_line_filter(int channels = kRgb);
Filter horizontal_line_filter(int channels = kRgb);

// The heard weights less their mean: their sum is 0 up to rounding, so that a flat area gives 0.
std::vector<float> balanced(const Filter& filter);

// Whether my first filter still is the vertical line, beside which the first hint asks to paint.
bool awaits_first_stroke(const Document& document);

}  // namespace convlens::lab
