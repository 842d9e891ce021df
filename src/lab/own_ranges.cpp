#include "lab/own_ranges.h"

#include <algorithm>
#include <cmath>
#include <span>

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
  const bool sizes = basis.percentiles && basis.symmetric;
  std::vector<float> copy;
  if (sizes || !is_all(basis.part)) copy = part_values(map, basis.part);
  const auto values = copy.empty() ? map.values() : std::span<const float>(copy);
  if (!basis.percentiles) return finite_range(values);
  if (!sizes) return percentiles(values, kLower, kUpper);
  for (float& value : copy) value = std::abs(value);
  const float most = percentiles(copy, kOfSizes, kOfSizes).hi;
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
