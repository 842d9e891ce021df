#pragma once

#include <span>
#include <vector>

namespace convlens::nn {

// One item's scores as probabilities.
struct Probabilities {
  std::vector<double> values;
  bool through_softmax = false;  // the scores did not sum to one
};
Probabilities probabilities_of(std::span<const float> scores);

}  // namespace convlens::nn
