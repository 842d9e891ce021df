#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "nn/graph/model.h"
#include "nn/initializers.h"
#include "nn/layers/layers.h"
#include "nn/values.h"

namespace convlens::nn::tests {

// A functional model on (N, 6, 6, 2) of up to a dozen layers: convolutions, pooling, activations,
// sums and concatenations on whatever came before, some layers called twice, in the end all that
// nothing else has used side by side.
inline Model random_graph(Random& random) {
  const auto below = [&random](std::size_t n) {
    return static_cast<std::size_t>(random.next() % n);
  };
  const Symbolic first = input({6, 6, 2});
  std::vector<Symbolic> values{first};
  std::vector<Symbolic> unused;
  std::vector<LayerHandle> convs;  // all from 2 to 2 channels, so that they can be called again
  const std::size_t steps = 3 + below(9);
  for (std::size_t step = 0; step < steps; ++step) {
    const std::string name = "layer_" + std::to_string(step);
    const Symbolic& a = values[below(values.size())];
    const Symbolic& b = values[below(values.size())];
    const auto same_size = [](const Symbolic& value) {
      return input({6, 6, 2}).shape() == value.shape();
    };
    const std::size_t kind = below(6);
    Symbolic result = activation(Activation::kTanh, name)(a);
    if (kind == 0 && !convs.empty() && same_size(a)) {
      result = convs[below(convs.size())](a);
    } else if (kind <= 2 && same_size(a)) {
      convs.push_back(must(
          conv2d({.name = name, .padding = conv::Padding::kSame, .activation = Activation::kRelu},
                 glorot_uniform(Shape{3, 3, 2, 2}, random), random_tensor(Shape{2}, random))));
      result = convs.back()(a);
    } else if (kind == 3) {
      result = add(name)({a, b});
    } else if (kind == 4) {
      result = must(concatenate(1, name))({a, b});
    } else if (kind == 5) {
      result = dropout(name)(a);
    }
    if (!result.is_valid()) continue;  // two that do not fit each other
    unused.push_back(result);
    for (const Symbolic& used : result.inputs()) {
      unused.erase(std::remove(unused.begin(), unused.end(), used), unused.end());
    }
    values.push_back(result);
  }
  return must(Model::create(first, must(concatenate(1, "join"))(unused)));
}

}  // namespace convlens::nn::tests
