#pragma once

#include <cstdint>
#include <vector>

#include "core/colormap.h"
#include "core/shape.h"
#include "core/tensor.h"

namespace convlens::lab {

// All maps of a layer at one input, side by side in one array, as the GPU takes them.
struct MapSheet {
  Tensor values;  // (rows * tile_height, columns * tile_width)
  int tile_height = 0;
  int tile_width = 0;
  int columns = 1;                      // tiles in a row
  int count = 0;                        // tiles; those beyond, in the last row, are 0
  std::vector<ValueRange> ranges;       // one a tile: its smallest and largest finite value
  std::vector<bool> has_range;          // some value is finite; else the range is 0 to 0
  std::vector<std::size_t> not_finite;  // values that are NaN or infinite
  std::vector<bool> dead;               // all values are 0
  std::vector<bool> border;             // the largest value stands in the outermost ring alone
  std::uint64_t revision = 0;           // changes with the values

  float at(int tile, int row, int column) const {
    const int y = tile / columns * tile_height + row;
    const int x = tile % columns * tile_width + column;
    return values.values()[flat_index(y, x, values.shape()[1])];
  }
};

// The channels of (1, H, W, C), or the values of (1, C) as one tile of a roughly square shape.
MapSheet map_sheet(const TensorView& activation);

// One channel of (1, H, W, C) as a map (H, W).
Tensor channel_map(const TensorView& activation, std::size_t channel);

// How far each channel of (1, H, W, C) or (1, C) is from another activation of the same shape: the
// largest absolute difference. One value a tile of map_sheet().
std::vector<float> channel_changes(const TensorView& a, const TensorView& b);

}  // namespace convlens::lab
