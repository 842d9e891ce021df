#pragma once

#include <span>

#include "core/result.h"
#include "core/shape.h"
#include "nn/graph/model.h"

namespace convlens::nn {

// What a model's layers come to, known from the shapes before anything is computed. In floating
// point: a file may ask for more than whole numbers count.
struct ModelCost {
  double kept_bytes = 0.0;     // of all layers' values together
  double largest_bytes = 0.0;  // of the values that one layer reads and makes
  double seconds = 0.0;        // roughly, on one core
};

// Of values of these shapes, as Model::value_shapes() gives them.
ModelCost cost_of(const Model& model, std::span<const Shape> values);

// What is computed at once at most: beyond it a small file would stop the program for long, or take
// all memory. Of the machine's memory a quarter.
struct CostLimits {
  double bytes = 0.0;
  double seconds = 0.0;
};
CostLimits cost_limits();

// Where it is too much, a sentence with both figures.
Status check_cost(double bytes, double seconds, const CostLimits& limits = cost_limits());

}  // namespace convlens::nn
