#include "nn/prediction.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace convlens::nn {

Probabilities probabilities_of(std::span<const float> scores) {
  Probabilities result{std::vector<double>(scores.begin(), scores.end()), false};
  const double sum = std::accumulate(result.values.begin(), result.values.end(), 0.0);
  const bool distribution =
      std::abs(sum - 1.0) < 1e-3 &&
      std::all_of(scores.begin(), scores.end(), [](float score) { return score >= -1e-6f; });
  if (distribution) return result;
  result.through_softmax = true;
  const double largest = *std::max_element(result.values.begin(), result.values.end());
  double total = 0.0;
  for (double& value : result.values) total += value = std::exp(value - largest);
  for (double& value : result.values) value /= total;
  return result;
}

}  // namespace convlens::nn
