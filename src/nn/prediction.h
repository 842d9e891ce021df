#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/shape.h"
#include "core/tensor.h"
#include "nn/graph/activation.h"
#include "nn/graph/model.h"
#include "nn/graph/symbolic.h"

namespace convlens::nn {

// What a network's answer to one item means, as its last layer's activation and its shape tell.
enum class Answer {
  kMaps,            // values in more than one direction: pictures, boxes; no prediction
  kProbabilities,   // softmax: of one class or another
  kOneProbability,  // one sigmoid: of class 1, and 1 less that of class 0
  kIndependent,     // several sigmoids: of each class by itself
  kScores,          // a list without activation, of which softmax makes probabilities
  kValues,          // numbers that are no probabilities, as they are
};

// `value`: the shape of what the network gives at `output`, the batch in front.
Answer answer_of(const Symbolic& output, const Shape& value);
// The same of the last layer that does more than pass values on; `type` is Keras' name for it.
Answer answer_of(std::string_view type, Activation activation, const Shape& value);

// One item's answer: a probability, or a value for kValues, for each class.
struct Prediction {
  Answer answer = Answer::kMaps;
  std::vector<double> values;  // empty for kMaps

  bool empty() const { return values.empty(); }
  // The class of the largest value; NaN is never the largest. Not for an empty prediction.
  std::size_t best() const;
};
Prediction prediction_of(Answer answer, std::span<const float> values);
// Of item `item` of what a network gives at `output`, the batch in front.
Prediction prediction_of(const Symbolic& output, const TensorView& value, std::int64_t item);
// Of the first item, one for each of the model's outputs.
std::vector<Prediction> predictions_of(const Model& model, const Activations& activations,
                                       std::int64_t item = 0);

}  // namespace convlens::nn
