#pragma once

#include <string>
#include <vector>

#include "nn/graph/model.h"

namespace convlens::nn {

// What all copies of a model share. Node numbers are places in `nodes`.
struct Model::State {
  std::string name;
  bool is_sequential = false;
  std::vector<ModelNode> nodes;
  std::vector<Symbolic> inputs;
  std::vector<Symbolic> outputs;
  std::vector<int> input_nodes;
  std::vector<int> output_nodes;
  std::vector<int> first_nodes;  // of each layer, in Keras' order
};

}  // namespace convlens::nn
