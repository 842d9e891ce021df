#pragma once

#include <cstddef>

#include "lab/map_id.h"
#include "nn/graph/model.h"

// Where single values of a network stand.
namespace convlens::lab {

// The node whose value a node hands on, as Flatten and Dropout do; itself for any other.
std::size_t maker_of(const nn::Model& model, std::size_t node);
// Whether the cell is one that its node's value has, and what stands there.
bool has_cell(const nn::Activations& values, const LayerCell& cell);
float value_at(const nn::Activations& values, const LayerCell& cell);
// The cell with the largest finite value of a map; (0, 0) where there is none.
LayerCell strongest_cell(const nn::Activations& values, std::size_t node, std::size_t channel);

// The cell that holds a value by its place among all values of a node, and that place.
LayerCell cell_of(const Shape& shape, std::size_t node, std::size_t index);
std::size_t index_of(const Shape& shape, const LayerCell& cell);

}  // namespace convlens::lab
