#include "nn/initializers.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string_view>
#include <utility>

namespace convlens::nn {
namespace {

// One rounding a value, so that no compiler can fuse two of them.
Tensor scaled(const Shape& shape, double scale, Random& random, float (Random::*draw)()) {
  Tensor values(shape);
  const auto factor = static_cast<float>(scale);
  for (float& value : values.values()) value = factor * (random.*draw)();
  return values;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

Tensor initial_value(const Weight& weight, Random& random) {
  const Shape& shape = weight.value->shape();
  if (ends_with(weight.name, "kernel")) return glorot_uniform(shape, random);
  if (ends_with(weight.name, "gamma") || ends_with(weight.name, "variance")) return ones(shape);
  return zeros(shape);
}

}  // namespace

Fans fans_of(const Shape& kernel) {
  const auto extent = [&kernel](int axis) { return static_cast<double>(kernel[axis]); };
  const int rank = kernel.rank();
  if (rank == 0) return {};
  if (rank == 1) return {extent(0), extent(0)};
  double window = 1.0;  // values of the kernel that one pair of channels has
  for (int axis = 0; axis < rank - 2; ++axis) window *= extent(axis);
  return {window * extent(rank - 2), window * extent(rank - 1)};
}

double glorot_limit(const Shape& kernel) {
  const Fans fans = fans_of(kernel);
  return std::sqrt(6.0 / std::max(1.0, fans.in + fans.out));
}

Tensor glorot_uniform(const Shape& kernel, Random& random) {
  return scaled(kernel, glorot_limit(kernel), random, &Random::signed_uniform);
}

Tensor he_uniform(const Shape& kernel, Random& random) {
  const double limit = std::sqrt(6.0 / std::max(1.0, fans_of(kernel).in));
  return scaled(kernel, limit, random, &Random::signed_uniform);
}

Tensor he_normal(const Shape& kernel, Random& random) {
  // What the standard normal distribution's deviation becomes when it is cut off at two.
  constexpr double kTruncatedDeviation = 0.87962566103423978;
  const double deviation = std::sqrt(2.0 / std::max(1.0, fans_of(kernel).in));
  return scaled(kernel, deviation / kTruncatedDeviation, random, &Random::truncated_normal);
}

Tensor zeros(const Shape& shape) { return Tensor(shape); }

Tensor ones(const Shape& shape) {
  Tensor values(shape);
  std::fill(values.values().begin(), values.values().end(), 1.0f);
  return values;
}

Model untrained(const Model& model, std::uint64_t seed) {
  Random random(seed);
  Model result = model;
  for (const ModelLayer& layer : model.layers()) {
    if (layer->weights().empty() || layer.call() > 0) continue;
    std::vector<std::shared_ptr<const Tensor>> values;
    for (const Weight& weight : layer->weights()) {
      values.push_back(std::make_shared<const Tensor>(initial_value(weight, random)));
    }
    const auto changed = layer->with_weights(std::move(values));
    assert(changed.has_value());  // the shapes are the old ones
    auto with_it = result.with_layer(layer.index(), LayerHandle(*changed));
    assert(with_it.has_value());
    result = std::move(*with_it);
  }
  return result;
}

}  // namespace convlens::nn
