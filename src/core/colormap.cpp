#include "core/colormap.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/colormap_tables.h"

namespace convlens {
namespace {

struct Entry {
  Colormap map;
  std::string_view name;
  const ColormapTable& table;
};

// The light signed map stands before the dark one, so that their common name finds it.
const std::array<Entry, 7>& entries() {
  static const std::array<Entry, 7> all{{
      {Colormap::kViridis, "viridis", tables::kViridis},
      {Colormap::kBinary, "binary", tables::kBinary},
      {Colormap::kGray, "gray", tables::kGray},
      {Colormap::kMagma, "magma", tables::kMagma},
      {Colormap::kCividis, "cividis", tables::kCividis},
      {Colormap::kSignedLight, "signed", tables::kSignedLight},
      {Colormap::kSignedDark, "signed", tables::kSignedDark},
  }};
  return all;
}

const Entry& entry(Colormap map) {
  const Entry& found = entries()[static_cast<std::size_t>(map)];
  assert(found.map == map);
  return found;
}

}  // namespace

const ColormapTable& colormap_table(Colormap map) { return entry(map).table; }

std::optional<Colormap> colormap_named(std::string_view name) {
  for (const Entry& candidate : entries()) {
    if (candidate.name == name) return candidate.map;
  }
  return std::nullopt;
}

std::string_view colormap_name(Colormap map) { return entry(map).name; }

ValueRange range_for(Colormap map, ValueRange range) {
  if (!is_signed(map)) return range;
  const float largest = std::max(std::abs(range.lo), std::abs(range.hi));
  // A map of zeros alone is all middle, for which any range round zero will do.
  return largest > 0.0f ? ValueRange{-largest, largest} : ValueRange{-1.0f, 1.0f};
}

int colormap_index(float value, ValueRange range) {
  if (range.lo == range.hi) return 0;
  // matplotlib keeps float32 values in float32 but the range in double: each of the two steps is
  // taken in double and rounded to float32. The product with 256 is exact.
  const auto lo = static_cast<double>(range.lo);
  const auto extent = static_cast<double>(range.hi) - lo;
  const auto above = static_cast<float>(static_cast<double>(value) - lo);
  const auto position = static_cast<float>(static_cast<double>(above) / extent) * 256.0f;
  if (!(position >= 0.0f)) return 0;  // below the range, or NaN
  return position >= 256.0f ? 255 : static_cast<int>(position);
}

Rgb color_of(float value, ValueRange range, Colormap map) {
  if (!std::isfinite(value)) return kNotFiniteColor;
  return colormap_table(map)[static_cast<std::size_t>(colormap_index(value, range))];
}

std::vector<Rgb> colorize(std::span<const float> values, ValueRange range, Colormap map) {
  std::vector<Rgb> colors;
  colors.reserve(values.size());
  for (const float value : values) colors.push_back(color_of(value, range, map));
  return colors;
}

}  // namespace convlens
