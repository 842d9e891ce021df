#include "lab/stages/map_sheet.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <span>

#include "core/statistics.h"

namespace convlens::lab {
namespace {

// As many tiles in a row as make the sheet about as wide as it is high.
int columns_for(std::int64_t count, std::int64_t height, std::int64_t width) {
  const double wanted = std::sqrt(static_cast<double>(count * height) / static_cast<double>(width));
  const auto columns = static_cast<std::int64_t>(std::ceil(wanted));
  return static_cast<int>(std::clamp<std::int64_t>(columns, 1, count));
}

MapSheet empty_sheet(int count, int height, int width) {
  MapSheet sheet;
  sheet.tile_height = height;
  sheet.tile_width = width;
  sheet.columns = columns_for(count, height, width);
  sheet.count = count;
  const int rows = (count + sheet.columns - 1) / sheet.columns;
  sheet.values = Tensor({std::int64_t{rows} * height, std::int64_t{sheet.columns} * width});
  return sheet;
}

// Whether the largest value of a tile is found on its outermost ring only, where padding reaches.
bool peaks_on_border(const Tensor& map) {
  const std::int64_t height = map.shape()[0];
  const std::int64_t width = map.shape()[1];
  if (height < 5 || width < 5) return false;
  float inside = -INFINITY;
  float ring = -INFINITY;
  for (std::int64_t y = 0; y < height; ++y) {
    for (std::int64_t x = 0; x < width; ++x) {
      const bool on_ring = y == 0 || x == 0 || y == height - 1 || x == width - 1;
      float& largest = on_ring ? ring : inside;
      largest = std::max(largest, map.values()[flat_index(y, x, width)]);
    }
  }
  return ring > inside;
}

// Not by the range, which leaves out NaN and infinity.
bool all_zero(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [](float value) { return value == 0.0f; });
}

void describe_tile(MapSheet& sheet, std::span<const float> values, bool border) {
  sheet.ranges.push_back(finite_range(values));
  sheet.not_finite.push_back(not_finite(values).count());
  sheet.has_range.push_back(sheet.not_finite.back() < values.size());
  sheet.dead.push_back(all_zero(values));
  sheet.border.push_back(border);
}

// (1, C) or (C): the values row by row in one tile.
MapSheet vector_sheet(const TensorView& activation) {
  const std::size_t count = activation.values().size();
  const auto width = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(count))));
  const auto height = (static_cast<int>(count) + width - 1) / width;
  MapSheet sheet = empty_sheet(1, height, width);
  std::copy(activation.values().begin(), activation.values().end(), sheet.values.data());
  describe_tile(sheet, activation.values(), false);
  return sheet;
}

}  // namespace

Tensor channel_map(const TensorView& activation, std::size_t channel) {
  const Shape& shape = activation.shape();  // (1, h, w, c)
  const auto channels = static_cast<std::size_t>(shape[3]);
  Tensor map({shape[1], shape[2]});
  for (std::size_t i = 0; i < map.size(); ++i) {
    map.data()[i] = activation.values()[i * channels + channel];
  }
  return map;
}

MapSheet map_sheet(const TensorView& activation) {
  const Shape& shape = activation.shape();
  if (shape.rank() != 4) return vector_sheet(activation);
  MapSheet sheet = empty_sheet(static_cast<int>(shape[3]), static_cast<int>(shape[1]),
                               static_cast<int>(shape[2]));
  for (int tile = 0; tile < sheet.count; ++tile) {
    const Tensor map = channel_map(activation, static_cast<std::size_t>(tile));
    const int top = tile / sheet.columns * sheet.tile_height;
    const int left = tile % sheet.columns * sheet.tile_width;
    for (int y = 0; y < sheet.tile_height; ++y) {
      const float* row = map.data() + flat_index(y, 0, sheet.tile_width);
      std::copy_n(row, sheet.tile_width,
                  sheet.values.data() + flat_index(top + y, left, sheet.values.shape()[1]));
    }
    describe_tile(sheet, map.values(), peaks_on_border(map));
  }
  return sheet;
}

std::vector<float> channel_changes(const TensorView& a, const TensorView& b) {
  assert(a.shape() == b.shape());
  const bool maps = a.shape().rank() == 4;
  const auto channels = maps ? static_cast<std::size_t>(a.shape()[3]) : std::size_t{1};
  std::vector<float> changes(channels, 0.0f);
  for (std::size_t i = 0; i < a.values().size(); ++i) {
    float& change = changes[i % channels];
    change = std::max(change, std::fabs(a.values()[i] - b.values()[i]));
  }
  return changes;
}

}  // namespace convlens::lab
