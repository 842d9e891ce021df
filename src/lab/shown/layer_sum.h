#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "lab/shown/layer_cells.h"

namespace convlens::lab {

// What is done to the terms of a cell.
enum class LayerSumKind {
  kProducts,    // inputs times weights: a convolution, a dense layer
  kLargest,     // the largest of a window: only its weight is 1
  kMean,        // of a window
  kNormalized,  // less a mean, through a deviation, times gamma, plus beta: one input and a bias
  kAdded,       // inputs of several layers
  kFunction,    // of one input: an activation layer
  kSoftmax,     // of one input among all channels of its place
  kPassed,      // one input as it is
  kOther,       // of a layer that is not taken apart: no terms, only the value
};

// One product of a cell's sum.
struct LayerTerm {
  LayerCell from;        // of the layer before, not of one that only hands values on
  bool padding = false;  // beside the maps, where it reads 0
  double input = 0.0;
  double weight = 1.0;

  double product() const { return input * weight; }
};

// What all terms of one map together contribute.
struct MapShare {
  std::size_t node = 0;
  std::size_t channel = 0;
  double sum = 0.0;
  std::size_t strongest = 0;  // the term with the largest product
  std::size_t place = 0;      // its channel among those of the terms
};

// How a softmax made a share of a score: exp(score - largest) / total.
struct SoftmaxShare {
  double largest = 0.0;
  double total = 0.0;
  std::size_t count = 0;  // of scores
};

struct Normalization {
  double mean = 0.0;
  double deviation = 1.0;  // sqrt(variance + epsilon)
  double gamma = 1.0;
  double beta = 0.0;
};

// One cell of a layer taken apart: sum = bias + the sum of all products, value = what the
// activation makes of it.
struct LayerSum {
  LayerSumKind kind = LayerSumKind::kOther;
  LayerCell cell;
  int height = 1;  // of the terms, (height, width, channels)
  int width = 1;
  int channels = 1;
  std::vector<LayerTerm> terms;
  std::vector<MapShare> shares;  // largest first; padding counts for its map
  bool has_bias = false;
  double bias = 0.0;
  double sum = 0.0;
  nn::Activation activation = nn::Activation::kLinear;
  std::optional<SoftmaxShare> softmax;
  std::optional<Normalization> normalization;
  double value = 0.0;

  const LayerTerm& at(int row, int column, int channel) const {
    return terms[flat_index(std::int64_t{row} * width + column, channel, channels)];
  }
};

// What the network computed for a cell of `values`, the activations of `model`, in double
// precision. The cell must be there.
LayerSum layer_sum(const nn::Model& model, const nn::Activations& values, const LayerCell& cell);

}  // namespace convlens::lab
