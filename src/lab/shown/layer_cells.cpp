#include "lab/shown/layer_cells.h"

#include <cmath>

namespace convlens::lab {

LayerCell cell_of(const Shape& shape, std::size_t node, std::size_t index) {
  if (shape.rank() != 4) return {node, index, 0, 0};
  const auto width = static_cast<std::size_t>(shape[2]);
  const auto channels = static_cast<std::size_t>(shape[3]);
  const std::size_t pixel = index / channels;
  return {node, index % channels, static_cast<int>(pixel / width), static_cast<int>(pixel % width)};
}

std::size_t index_of(const Shape& shape, const LayerCell& cell) {
  if (shape.rank() != 4) return cell.channel;
  return flat_index(std::int64_t{cell.row} * shape[2] + cell.column,
                    static_cast<std::int64_t>(cell.channel), shape[3]);
}

std::size_t maker_of(const nn::Model& model, std::size_t node) {
  const auto nodes = model.nodes();
  while (nodes[node].layer->keeps_values() && nodes[node].inputs.size() == 1) {
    node = static_cast<std::size_t>(nodes[node].inputs.front());
  }
  return node;
}

bool has_cell(const nn::Activations& values, const LayerCell& cell) {
  if (cell.node >= values.size() || cell.row < 0 || cell.column < 0) return false;
  const Shape& shape = values[cell.node].shape();
  if (shape.rank() != 4) {
    return cell.channel < shape.element_count() && cell.row == 0 && cell.column == 0;
  }
  return cell.channel < static_cast<std::size_t>(shape[3]) && cell.row < shape[1] &&
         cell.column < shape[2];
}

float value_at(const nn::Activations& values, const LayerCell& cell) {
  const nn::SharedTensor& value = values[cell.node];
  return value.values()[index_of(value.shape(), cell)];
}

LayerCell strongest_cell(const nn::Activations& values, std::size_t node, std::size_t channel) {
  LayerCell best{node, channel, 0, 0};
  const Shape& shape = values[node].shape();
  if (shape.rank() != 4) return best;
  LayerCell cell = best;
  for (cell.row = 0; cell.row < shape[1]; ++cell.row) {
    for (cell.column = 0; cell.column < shape[2]; ++cell.column) {
      const float there = value_at(values, best);
      const float here = value_at(values, cell);
      if (std::isfinite(here) && (!std::isfinite(there) || here > there)) best = cell;
    }
  }
  return best;
}

}  // namespace convlens::lab
