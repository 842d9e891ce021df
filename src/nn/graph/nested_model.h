#pragma once

#include <optional>
#include <string>
#include <vector>

#include "nn/graph/graph.h"
#include "nn/graph/model.h"

// Networks within networks.
namespace convlens::nn {

// A row of the layer table of a model that is being made.
struct TableRow {
  Symbolic value;
  std::optional<int> number;
  int call = 0;
  std::vector<std::string> path;
};

struct Table {
  std::vector<TableRow> rows;
  std::vector<Symbolic> outputs;
};

// The layer table of a graph, whose networks give way to their layers: they are called anew under
// their longer names, and the outputs hang on these calls.
Result<Table> layer_table(const Graph& graph, const std::vector<Symbolic>& outputs,
                          bool is_sequential);

}  // namespace convlens::nn
