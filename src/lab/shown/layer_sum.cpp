#include "lab/shown/layer_sum.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lab/shown/layer_terms.h"

namespace convlens::lab {
namespace {

// The maps by what they contribute.
std::vector<MapShare> shares_of(const LayerSum& sum) {
  std::vector<MapShare> shares;
  for (int c = 0; c < sum.channels && !sum.terms.empty(); ++c) {
    const auto place = static_cast<std::size_t>(c);
    const LayerCell& from = sum.terms[place].from;
    MapShare share{from.node, from.channel, 0.0, place, place};
    for (std::size_t i = place; i < sum.terms.size(); i += static_cast<std::size_t>(sum.channels)) {
      const LayerTerm& term = sum.terms[i];
      const LayerTerm& best = sum.terms[share.strongest];
      share.sum += term.product();
      const double size = std::fabs(term.product());
      if (!term.padding && (best.padding || size > std::fabs(best.product()))) share.strongest = i;
    }
    shares.push_back(share);
  }
  std::stable_sort(shares.begin(), shares.end(), [](const MapShare& a, const MapShare& b) {
    return std::fabs(a.sum) > std::fabs(b.sum);
  });
  return shares;
}

// What the layer's function of one value gives; as the network has it where that hangs on the
// place.
double function_of(const Taken& taken, double x) {
  Tensor one({1, 1});
  one.data()[0] = static_cast<float>(x);
  const TensorView view = one.view();
  const auto result = taken.layer().compute(std::span(&view, 1));
  return double{result && result->size() == 1 ? std::as_const(*result).values()[0]
                                              : value_at(taken.values, taken.cell)};
}

double value_of(const Taken& taken, LayerSum& sum) {
  if (sum.kind == LayerSumKind::kFunction) return function_of(taken, sum.sum);
  sum.activation = taken.layer().activation();
  if (sum.activation == nn::Activation::kSoftmax) {
    const TensorView input = taken.values[taken.input_node()];
    auto scores = taken.layer().compute_before_activation(std::span(&input, 1));
    if (scores) take_softmax(nn::SharedTensor(*std::move(scores)), taken.cell, sum);
  }
  if (sum.softmax) return std::exp(sum.sum - sum.softmax->largest) / sum.softmax->total;
  if (sum.activation == nn::Activation::kLogSoftmax)
    return double{value_at(taken.values, taken.cell)};
  if (sum.activation == nn::Activation::kLinear) return sum.sum;
  if (sum.activation == nn::Activation::kRelu) return sum.sum <= 0.0 ? 0.0 : sum.sum;
  auto value = static_cast<float>(sum.sum);
  nn::apply_activation(sum.activation, std::span(&value, 1), 1);
  return double{value};
}

}  // namespace

LayerSum layer_sum(const nn::Model& model, const nn::Activations& values, const LayerCell& cell) {
  const Taken taken{model, values, model.nodes()[cell.node], cell};
  LayerSum sum;
  sum.cell = cell;
  take_terms(taken, sum);
  if (sum.kind == LayerSumKind::kOther) {
    sum.terms.clear();
    sum.sum = sum.value = double{value_at(values, cell)};
    return sum;
  }
  sum.shares = shares_of(sum);
  // One term after the other, in the order of conv2d's reference.
  for (const LayerTerm& term : sum.terms) {
    if (sum.kind != LayerSumKind::kLargest || term.weight != 0.0) sum.sum += term.product();
  }
  sum.sum += sum.bias;
  sum.value = value_of(taken, sum);
  return sum;
}

}  // namespace convlens::lab
