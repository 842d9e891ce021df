#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "lab/shown/layer_cells.h"

namespace convlens::lab {

// Rows [top, bottom) and columns [left, right) of maps; of a list always its one cell. Empty where
// nothing but padding is seen.
struct CellWindow {
  int top = 0;
  int left = 0;
  int bottom = 1;
  int right = 1;

  bool empty() const { return top >= bottom || left >= right; }
  friend bool operator==(const CellWindow&, const CellWindow&) = default;
};

// On which cells of all layers before it a cell hangs.
struct ReceptiveField {
  // One a node: what the cell's value cannot hang on lies outside. Nothing for a node that does not
  // lead to it.
  std::vector<std::optional<CellWindow>> windows;
  // From the cell back to an input: in each layer the cell that contributes most to the one before
  // it on this way, so the strongest map; layers that only hand values on are left out.
  std::vector<LayerCell> way;
};

// `values`: the activations of `model`, which has the cell.
ReceptiveField receptive_field(const nn::Model& model, const nn::Activations& values,
                               const LayerCell& cell);

}  // namespace convlens::lab
