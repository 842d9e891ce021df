#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/tensor.h"

namespace convlens {

// viridis, binary, gray, magma and cividis are matplotlib's; the two signed maps run through the
// program's own five colours (minus, half minus, zero, half plus, plus) for light and dark pages.
// These stand at entries 0, 64, 128, 192 and 255, where -s, -s/2, 0, s/2 and s fall in a range from
// -s to s.
enum class Colormap { kViridis, kBinary, kGray, kMagma, kCividis, kSignedLight, kSignedDark };

using Rgb = std::array<std::uint8_t, 3>;
using ColormapTable = std::array<Rgb, 256>;

const ColormapTable& colormap_table(Colormap map);

// The command line's names: "viridis", ...; "signed" is kSignedLight, the figures' page being
// light. Both signed maps have that one name: which of them is shown follows the page.
std::optional<Colormap> colormap_named(std::string_view name);
std::string_view colormap_name(Colormap map);

// Whether the map's middle stands for zero.
inline bool is_signed(Colormap map) {
  return map == Colormap::kSignedLight || map == Colormap::kSignedDark;
}

// The value range that is spread over the table. lo == hi is a constant map.
struct ValueRange {
  float lo = 0.0f;
  float hi = 0.0f;

  friend bool operator==(const ValueRange&, const ValueRange&) = default;
};

// The range itself, or for a signed map the smallest one round zero that holds it, so that a
// value's colour always tells its sign.
ValueRange range_for(Colormap map, ValueRange range);

// Table entry of a value as matplotlib's Normalize and Colormap compute it:
// clip(int((value - lo) / (hi - lo) * 256), 0, 255); 0 where lo == hi. NaN gets 0. Exactly so, with
// matplotlib's roundings: the difference and the quotient are taken in double, then as float32.
int colormap_index(float value, ValueRange range);

// What is NaN or infinite has no place in a table. This colour is far from all of theirs.
inline constexpr Rgb kNotFiniteColor{255, 0, 255};

// The table's entry, or kNotFiniteColor.
Rgb color_of(float value, ValueRange range, Colormap map);

// One colour a value, (H, W) floats to H * W colours, each by color_of().
std::vector<Rgb> colorize(std::span<const float> values, ValueRange range, Colormap map);

}  // namespace convlens
