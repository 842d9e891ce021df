#include "nn/prediction.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "nn/layers/activation_layers.h"

namespace convlens::nn {
namespace {

// What a layer passes on, perhaps rounded to a number of few bits; nothing where it does more.
std::optional<Symbolic> passed_on(const Symbolic& value) {
  if (value.inputs().size() != 1) return {};
  const Symbolic input = value.inputs()[0];
  if (value.layer()->keeps_values() || value.layer()->type() == "FakeQuantize") return input;
  const bool is_unpacked =
      value.layer()->type() == "Dequantize" && input.layer()->type() == "Quantize";
  if (is_unpacked) return input.inputs()[0];
  return {};
}

// The last layer that does more than pass values on.
const Layer& last_computing_layer(Symbolic value) {
  while (const auto input = passed_on(value)) value = *input;
  return *value.layer();
}

bool is_list(const Shape& value) {
  const auto extents = value.extents();
  return value.rank() > 0 && std::count_if(extents.begin() + 1, extents.end(),
                                           [](std::int64_t extent) { return extent != 1; }) <= 1;
}

// From 0 to 1, value by value: whatever a format calls it, and with whatever constants.
bool is_sigmoid(std::string_view type, Activation activation) {
  return activation == Activation::kSigmoid || activation == Activation::kHardSigmoid ||
         activation == Activation::kHardSigmoidOfKeras2 || type == "HardSigmoid";
}

std::vector<double> softmax(std::vector<double> values) {
  const double largest = *std::max_element(values.begin(), values.end());
  double total = 0.0;
  for (double& value : values) total += value = std::exp(value - largest);
  for (double& value : values) value /= total;
  return values;
}

}  // namespace

Answer answer_of(const Symbolic& output, const Shape& value) {
  const Layer& last = last_computing_layer(output);
  return answer_of(last.type(), last.activation(), value);
}

Answer answer_of(std::string_view type, Activation activation, const Shape& value) {
  if (!is_list(value) || value.element_count() == 0) return Answer::kMaps;
  const auto count = value.element_count() / static_cast<std::size_t>(value[0]);
  if (activation == Activation::kSoftmax || type == "Softmax") return Answer::kProbabilities;
  if (is_sigmoid(type, activation)) {
    return count == 1 ? Answer::kOneProbability : Answer::kIndependent;
  }
  const bool is_linear = activation == Activation::kLinear && !is_activation_layer(type);
  return is_linear && count > 1 ? Answer::kScores : Answer::kValues;
}

std::size_t Prediction::best() const {
  std::size_t best = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (values[i] > values[best] || std::isnan(values[best])) best = i;
  }
  return best;
}

Prediction prediction_of(Answer answer, std::span<const float> values) {
  if (answer == Answer::kMaps) return {};
  Prediction prediction{answer, {values.begin(), values.end()}};
  if (answer == Answer::kScores) prediction.values = softmax(std::move(prediction.values));
  if (answer == Answer::kOneProbability) {
    prediction.values.insert(prediction.values.begin(), 1.0 - prediction.values[0]);
  }
  return prediction;
}

Prediction prediction_of(const Symbolic& output, const TensorView& value, std::int64_t item) {
  const Answer answer = answer_of(output, value.shape());
  const std::size_t size = value.values().size() / static_cast<std::size_t>(value.shape()[0]);
  return prediction_of(answer, value.values().subspan(static_cast<std::size_t>(item) * size, size));
}

std::vector<Prediction> predictions_of(const Model& model, const Activations& activations,
                                       std::int64_t item) {
  std::vector<Prediction> predictions;
  const auto nodes = model.output_nodes();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const auto node = static_cast<std::size_t>(nodes[i]);
    predictions.push_back(prediction_of(model.outputs()[i], activations[node], item));
  }
  return predictions;
}

}  // namespace convlens::nn
