#pragma once

#include <vector>

#include "core/result.h"
#include "nn/graph/symbolic.h"

// The walk through the calls that lead to a model's outputs.
namespace convlens::nn {

// The calls between inputs and outputs, in an order in which each comes after what it needs, and
// the layers in the order of Keras' model.layers.
struct Graph {
  std::vector<Symbolic> calls;
  std::vector<LayerHandle> layers;
};

// `inputs` are calls of InputLayers. Errors as Model::create() has them.
Result<Graph> walk_graph(const std::vector<Symbolic>& inputs, const std::vector<Symbolic>& outputs);

// Rebuilds `outputs` so that they hang on `replacements` wherever they hung on `originals`;
// whatever depends on neither is shared.
std::vector<Symbolic> replace_calls(const std::vector<Symbolic>& outputs,
                                    const std::vector<Symbolic>& originals,
                                    const std::vector<Symbolic>& replacements);

}  // namespace convlens::nn
