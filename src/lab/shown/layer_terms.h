#pragma once

#include "lab/shown/layer_sum.h"

namespace convlens::lab {

// What a layer's arithmetic is made of: the layer, and the values that go into it.
struct Taken {
  const nn::Model& model;
  const nn::Activations& values;
  const nn::ModelNode& node;
  LayerCell cell;

  const nn::Layer& layer() const { return *node.layer; }
  std::size_t input_node(std::size_t input = 0) const {
    return static_cast<std::size_t>(node.inputs[input]);
  }
  const Shape& input_shape(std::size_t input = 0) const {
    return values[input_node(input)].shape();
  }
  // A value of an input by its place among all of them, read where it was made.
  LayerTerm term(std::size_t index, double weight, std::size_t input = 0) const;
  // The value of maps at a row and column, padding where there is none.
  LayerTerm map_term(std::int64_t row, std::int64_t column, std::int64_t channel, double weight,
                     std::size_t input = 0) const;
};

// What goes into the cell, as its layer has it: the terms, bias and kind of a sum; kOther where
// that is not known.
void take_terms(const Taken& taken, LayerSum& sum);
// The softmax of one place over all its channels. `scores`: shaped as the cell's own value.
void take_softmax(const nn::SharedTensor& scores, const LayerCell& cell, LayerSum& sum);

}  // namespace convlens::lab
