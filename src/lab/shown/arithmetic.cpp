#include "lab/shown/arithmetic.h"

#include <algorithm>
#include <array>

#include "conv/geometry.h"
#include "lab/lab.h"

namespace convlens::lab {
namespace {

Result<conv::Geometry> geometry_of(const Shape& input, const Filter& filter,
                                   const conv::Conv2dOptions& options) {
  const Shape kernel{filter.height, filter.width, filter.channels, 1};
  return conv::conv2d_geometry(input, kernel, Shape{0}, options);
}

std::int64_t window_start(const conv::Axis& axis, int cell) {
  return cell * axis.stride - axis.pad_before;
}

// "12:19", or "12:25:2" with a dilation; counted from the first padding pixel where there is one.
std::string slice(const conv::Axis& axis, int cell, std::int64_t padded_before) {
  const std::int64_t first = window_start(axis, cell) + padded_before;
  const std::int64_t end = first + (axis.kernel - 1) * axis.dilation + 1;
  return axis.dilation == 1 ? fmt::format("{}:{}", first, end)
                            : fmt::format("{}:{}:{}", first, end, axis.dilation);
}

bool reaches_beyond(const conv::Axis& axis, int cell) {
  const std::int64_t first = window_start(axis, cell);
  return first < 0 || first + (axis.kernel - 1) * axis.dilation >= axis.input;
}

std::int64_t pad_after(const conv::Axis& axis) {
  return std::max<std::int64_t>(0, axis.span() - axis.pad_before - axis.input);
}

}  // namespace

Result<CellArithmetic> cell_arithmetic(const TensorView& input, const Filter& filter,
                                       const conv::Conv2dOptions& options, int row, int column) {
  TRY_ASSIGN(const auto geometry, geometry_of(input.shape(), filter, options));
  const conv::Axis& rows = geometry.rows;
  const conv::Axis& columns = geometry.columns;
  if (row < 0 || row >= rows.output || column < 0 || column >= columns.output) {
    return fail("the map has cells up to [{}, {}], found [{}, {}]", rows.output - 1,
                columns.output - 1, row, column);
  }
  CellArithmetic cell;
  cell.height = filter.height;
  cell.width = filter.width;
  cell.channels = filter.channels;
  cell.taps.reserve(filter.weights.size());
  cell.subtotals.resize(static_cast<std::size_t>(filter.channels));
  const std::vector<float> weights = heard_weights(filter);
  for (int i = 0; i < filter.height; ++i) {
    const std::int64_t y = window_start(rows, row) + i * rows.dilation;
    for (int j = 0; j < filter.width; ++j) {
      const std::int64_t x = window_start(columns, column) + j * columns.dilation;
      const bool padding = y < 0 || y >= rows.input || x < 0 || x >= columns.input;
      for (int c = 0; c < filter.channels; ++c) {
        Tap tap{padding, 0.0f, weights[filter.index(i, j, c)], 0.0};
        if (!padding) {
          const std::int64_t index = (y * columns.input + x) * filter.channels + c;
          tap.input = input.values()[static_cast<std::size_t>(index)];
        }
        tap.product = static_cast<double>(tap.input) * static_cast<double>(tap.weight);
        cell.subtotals[static_cast<std::size_t>(c)] += tap.product;
        cell.sum += tap.product;
        if (tap.weight != 0.0f) ++cell.counting;
        cell.taps.push_back(tap);
      }
    }
  }
  cell.bias = static_cast<double>(filter.bias);
  cell.sum += cell.bias;
  cell.relu = options.activation == conv::Activation::kRelu;
  cell.value = cell.relu && cell.sum < 0.0 ? 0.0 : cell.sum;
  return cell;
}

std::optional<MapCell> summed_cell(const Lab& lab) {
  const View& view = lab.view();
  const auto& hovered = view.hovered;
  if (hovered && hovered->map.kind == MapKind::kMine) {
    const FeatureMap* map = lab.map(hovered->map);
    // What is hovered was found out for the maps of the frame before.
    const bool there = map != nullptr && hovered->row < map->values.shape()[0] &&
                       hovered->column < map->values.shape()[1];
    if (there) return hovered;
  }
  return view.pinned ? view.pinned : view.rested;
}

std::string numpy_line(const Shape& input_shape, const Filter& filter,
                       const conv::Conv2dOptions& options, const MapCell& cell) {
  const auto geometry = geometry_of(input_shape, filter, options);
  if (!geometry) return {};
  const conv::Axis& rows = geometry->rows;
  const conv::Axis& columns = geometry->columns;
  std::string input = "x";
  std::array<std::int64_t, 2> shift{0, 0};
  if (reaches_beyond(rows, cell.row) || reaches_beyond(columns, cell.column)) {
    shift = {rows.pad_before, columns.pad_before};
    input = fmt::format("np.pad(x, ((0, 0), ({}, {}), ({}, {}), (0, 0)))", rows.pad_before,
                        pad_after(rows), columns.pad_before, pad_after(columns));
  }
  std::string line = fmt::format("np.sum({}[{}, {}, {}, :] * filters[:, :, :, {}])", input,
                                 cell.map.source, slice(rows, cell.row, shift[0]),
                                 slice(columns, cell.column, shift[1]), cell.map.index);
  if (filter.bias != 0.0f) line += fmt::format(" + bias[{}]", cell.map.index);
  if (options.activation == conv::Activation::kRelu) line = fmt::format("np.maximum({}, 0)", line);
  return line;
}

}  // namespace convlens::lab
