#include "lab/shown/line_profile.h"

#include <algorithm>
#include <cmath>

#include "core/statistics.h"
#include "lab/shown/shown_maps.h"

namespace convlens::lab {
namespace {

// How a map's cells lie along one axis of the crop: the middle of the first, and from one to the
// next.
struct CellAxis {
  double first = 0.0;
  double step = 1.0;

  double at(int index) const { return first + step * index; }
};

CellAxis rows_of(const MapPlacement& place) {
  return {place.top() + (place.stride_h - 1) / 2.0, double(place.stride_h)};
}

CellAxis columns_of(const MapPlacement& place) {
  return {place.left() + (place.stride_w - 1) / 2.0, double(place.stride_w)};
}

// One row or column of a map (H, W).
std::vector<float> line_of(const TensorView& map, int line, bool down) {
  const std::int64_t columns = map.shape()[1];
  const std::int64_t count = down ? map.shape()[0] : columns;
  std::vector<float> values;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::size_t at = down ? flat_index(i, line, columns) : flat_index(line, i, columns);
    values.push_back(map.values()[at]);
  }
  return values;
}

ProfileCurve map_curve(const FeatureMap& map, const MapPlacement& place, int line, bool down) {
  const CellAxis along = down ? rows_of(place) : columns_of(place);
  ProfileCurve curve{along.first, along.step, line_of(map.values, line, down), {}};
  curve.range = finite_range(curve.values);
  return curve;
}

// Of the trained map beside mine, its line nearest to one of the crop.
std::optional<ProfileCurve> trained_curve(const Lab& lab, const MapId& mine, double line,
                                          bool down) {
  const auto beside = lab.partner(mine.index);
  if (!beside) return std::nullopt;
  const MapId id = MapId::trained(mine.source, beside->filter);
  const FeatureMap* map = lab.map(id);
  const auto place = placement(lab, id);
  if (map == nullptr || !place) return std::nullopt;
  const CellAxis across = down ? columns_of(*place) : rows_of(*place);
  const auto last = static_cast<int>(map->values.shape()[down ? 1 : 0]) - 1;
  const auto nearest = static_cast<int>(std::lround((line - across.first) / across.step));
  return map_curve(*map, *place, std::clamp(nearest, 0, last), down);
}

}  // namespace

std::optional<LineProfile> line_profile(const Lab& lab, const MapCell& cell, bool down) {
  const FeatureMap* map = cell.map.kind == MapKind::kMine ? lab.map(cell.map) : nullptr;
  const auto place = placement(lab, cell.map);
  if (map == nullptr || !place) return std::nullopt;
  const double row = rows_of(*place).at(cell.row);
  const double column = columns_of(*place).at(cell.column);
  const Tensor& crop = lab.pipeline().crop(cell.map.source).pixels;
  const int rows = static_cast<int>(crop.shape()[1]);
  const int columns = static_cast<int>(crop.shape()[2]);
  LineProfile profile;
  const double line = down ? column : row;
  profile.line = std::clamp(static_cast<int>(std::floor(line)), 0, (down ? columns : rows) - 1);
  profile.at = down ? row : column;
  profile.extent = down ? rows : columns;
  const auto& array = lab.document().sources[cell.map.source].picture->array;
  profile.channels = array ? array->planes : std::vector<int>{0, 1, 2};
  const auto count = static_cast<std::size_t>(crop.shape()[3]);
  for (const int channel : profile.channels) {
    ProfileCurve& curve = profile.crop.emplace_back();
    for (int i = 0; i < profile.extent; ++i) {
      const std::size_t pixel =
          down ? flat_index(i, profile.line, columns) : flat_index(profile.line, i, columns);
      curve.values.push_back(crop.data()[pixel * count + static_cast<std::size_t>(channel)]);
    }
    curve.range = finite_range(curve.values);
  }
  profile.mine = map_curve(*map, *place, down ? cell.column : cell.row, down);
  profile.trained = trained_curve(lab, cell.map, line, down);
  return profile;
}

}  // namespace convlens::lab
