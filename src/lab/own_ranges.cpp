#include "lab/own_ranges.h"

#include <algorithm>
#include <cmath>

#include "core/statistics.h"

namespace convlens::lab {
namespace {

bool is_all(const MapPart& part) { return part.height <= 0 || part.width <= 0; }

}  // namespace

std::vector<float> part_values(const Tensor& map, const MapPart& part) {
  if (is_all(part)) return {map.values().begin(), map.values().end()};
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(part.height) * static_cast<std::size_t>(part.width));
  const auto columns = map.shape()[1];
  for (int row = part.top; row < part.top + part.height; ++row) {
    const float* first = map.data() + row * columns + part.left;
    values.insert(values.end(), first, first + part.width);
  }
  return values;
}

ValueRange range_of(const Tensor& map, const RangeBasis& basis) {
  constexpr double kLower = 1;
  constexpr double kUpper = 99;
  constexpr double kOfSizes = 98;
  const bool whole = is_all(basis.part);
  if (whole && !basis.percentiles) return finite_range(map.values());
  if (whole && !basis.symmetric) return percentiles(map.values(), kLower, kUpper);
  std::vector<float> values = part_values(map, basis.part);
  if (!basis.percentiles) return finite_range(values);
  if (!basis.symmetric) return percentiles(values, kLower, kUpper);
  for (float& value : values) value = std::abs(value);
  const float most = percentiles(values, kOfSizes, kOfSizes).hi;
  return {-most, most};
}

ValueRange OwnRanges::of(const MapId& id, const FeatureMap& map, const RangeBasis& basis) {
  constexpr std::size_t kMostRemembered = 4096;
  if (entries_.size() > kMostRemembered) entries_.clear();
  Entry& entry = entries_[id];
  if (entry.revision != map.revision || entry.basis != basis) {
    entry = {map.revision, basis, range_of(map.values, basis)};
  }
  return entry.range;
}

}  // namespace convlens::lab
