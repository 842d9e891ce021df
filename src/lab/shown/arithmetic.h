#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conv/conv2d.h"
#include "core/result.h"
#include "core/shape.h"
#include "core/tensor.h"
#include "lab/document/filter.h"
#include "lab/map_id.h"

namespace convlens::lab {

class Lab;

// One product of the sum that a cell of a map is.
struct Tap {
  bool padding = false;  // beside the input, where it reads 0
  float input = 0.0f;
  float weight = 0.0f;
  double product = 0.0;  // exact: of two float32 values
};

// One cell of my map, taken apart.
struct CellArithmetic {
  int height = 0;  // of the filter
  int width = 0;
  int channels = 0;
  std::vector<Tap> taps;          // (height, width, channels), as the filter's weights
  std::vector<double> subtotals;  // one a channel
  double bias = 0.0;
  double sum = 0.0;    // of all products in the reference's order, and the bias
  double value = 0.0;  // after the activation
  bool relu = false;
  std::size_t counting = 0;  // weights that are not 0

  const Tap& at(int row, int column, int channel) const {
    return taps[flat_index(std::int64_t{row} * width + column, channel, channels)];
  }
};

// What conv2d sums for cell (row, column) of the map of an input (1, H, W, C) through a filter, in
// double precision: `value` rounded to float32 is the reference's. Muted weights read 0. Refuses
// what conv2d refuses, and cells that the map lacks.
Result<CellArithmetic> cell_arithmetic(const TensorView& input, const Filter& filter,
                                       const conv::Conv2dOptions& options, int row, int column);

// The cell of mine that is taken apart: the one under the pointer, the pinned one, or the one that
// the pointer was on last; nothing where there never was one.
std::optional<MapCell> summed_cell(const Lab& lab);

// The same in NumPy, of the batch x and the kernel `filters`:
// "np.sum(x[0, 12:19, 40:47, :] * filters[:, :, :, 0])". Where the window reaches beyond the input,
// x is padded first. `input_shape` is (1, H, W, C).
std::string numpy_line(const Shape& input_shape, const Filter& filter,
                       const conv::Conv2dOptions& options, const MapCell& cell);

}  // namespace convlens::lab
