#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nn/graph/model.h"

namespace convlens::nn {

// A row of the layer table; see ModelLayer.
struct ModelRow {
  int node = 0;
  std::optional<int> number;
  int call = 0;
  std::vector<std::string> path;
};

// What all copies of a model share. Node numbers are places in `nodes`.
struct Model::State {
  std::string name;
  bool is_sequential = false;
  std::vector<ModelNode> nodes;
  std::vector<Symbolic> inputs;
  std::vector<Symbolic> outputs;
  std::vector<int> input_nodes;
  std::vector<int> output_nodes;
  std::vector<ModelRow> rows;
};

}  // namespace convlens::nn
