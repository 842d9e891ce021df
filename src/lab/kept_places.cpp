#include "lab/kept_places.h"

#include <algorithm>
#include <cmath>

namespace convlens::lab {
namespace {

int nearest_cell(double middle, double first, int stride, std::int64_t count) {
  const double cell = std::floor((middle - first) / stride);
  return static_cast<int>(std::clamp(cell, 0.0, static_cast<double>(count - 1)));
}

}  // namespace

void CellAnchor::settle(MapCell& cell, const MapPlacement& place, const Shape& shape) {
  if (!settled_ || cell.row != row_ || cell.column != column_) {
    const MapPlacement& then = settled_ ? place_ : place;
    y_ = then.top() + (cell.row + 0.5) * then.stride_h;
    x_ = then.left() + (cell.column + 0.5) * then.stride_w;
  }
  cell.row = nearest_cell(y_, place.top(), place.stride_h, shape[0]);
  cell.column = nearest_cell(x_, place.left(), place.stride_w, shape[1]);
  settled_ = true;
  place_ = place;
  row_ = cell.row;
  column_ = cell.column;
}

std::vector<std::optional<std::size_t>> filters_now(const std::vector<Filter>& before,
                                                    const std::vector<Filter>& after) {
  std::vector<std::optional<std::size_t>> now(before.size());
  std::vector<bool> taken(after.size(), false);
  const auto take = [&](std::size_t was, std::size_t is) {
    now[was] = is;
    taken[is] = true;
  };
  // What stayed in its place comes first: two filters may be alike.
  const auto match = [&](const auto& same) {
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (now[i] || i >= after.size() || taken[i] || !same(before[i], after[i])) continue;
      take(i, i);
    }
    for (std::size_t i = 0; i < before.size(); ++i) {
      for (std::size_t j = 0; !now[i] && j < after.size(); ++j) {
        if (!taken[j] && same(before[i], after[j])) take(i, j);
      }
    }
  };
  match([](const Filter& a, const Filter& b) { return a == b; });
  match([](const Filter& a, const Filter& b) { return a.name == b.name; });
  for (std::size_t i = 0; before.size() == after.size() && i < before.size(); ++i) {
    if (!now[i] && !taken[i]) take(i, i);
  }
  return now;
}

PinnedRanges ranges_now(const PinnedRanges& pinned, const std::vector<Filter>& before,
                        const std::vector<Filter>& after) {
  const auto now = filters_now(before, after);
  PinnedRanges ranges;
  for (const auto& [map, range] : pinned) {
    if (map.kind == MapKind::kTrained) {
      ranges.emplace(map, range);
    } else if (map.index < now.size() && now[map.index]) {
      ranges.emplace(MapId{map.kind, map.source, *now[map.index]}, range);
    }
  }
  return ranges;
}

}  // namespace convlens::lab
