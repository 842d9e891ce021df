#include "lab/document/weight_summary.h"

#include <algorithm>
#include <utility>

#include "nn/initializers.h"

namespace convlens::lab {

WeightSummary summarize_weights(std::shared_ptr<const Tensor> kernel,
                                std::optional<ValueRange> bins) {
  const auto values = std::as_const(*kernel).values();
  return {std::move(kernel), bins,
          bins ? histogram(values, kUsualBins, *bins) : histogram(values, kUsualBins),
          finite_moments(values), not_finite(values)};
}

std::shared_ptr<const Tensor> untrained_kernel(const TrainedNetwork& network, int layer) {
  const Shape shape = kernel_of(network.model, layer)->shape();
  const auto first = first_convolution(network.model);
  if (network.moments && first && first->layer == layer) {
    const auto values = network.moments->kernels.values();
    return std::make_shared<const Tensor>(shape, values.subspan(0, shape.element_count()));
  }
  nn::Random random(kUntrainedSeed);
  return std::make_shared<const Tensor>(nn::glorot_uniform(shape, random));
}

nn::Model untrained_model(const TrainedNetwork& network) {
  nn::Model model = nn::untrained(network.model, kUntrainedSeed);
  const auto first = first_convolution(network.model);
  if (!network.moments || !first) return model;
  const auto known = untrained_kernel(network, first->layer);
  auto begun = with_kernel(model, first->layer, Tensor(known->shape(), known->values()));
  return begun ? *std::move(begun) : model;
}

int moment_of(const TrainedNetwork& network, const Tensor& kernel) {
  if (!network.moments) return -1;
  const auto all = network.moments->kernels.values();
  for (std::size_t m = network.moments->epochs.size(); m-- > 0;) {
    const auto values = all.subspan(m * kernel.size(), kernel.size());
    if (std::equal(values.begin(), values.end(), kernel.values().begin())) {
      return static_cast<int>(m);
    }
  }
  return -1;
}

std::string value_preparation(const Network& network) {
  nn::InputPreparation values = network.preparation;
  values.crop.reset();
  values.resize.reset();
  return values == nn::InputPreparation{} ? std::string() : nn::to_string(values);
}

}  // namespace convlens::lab
