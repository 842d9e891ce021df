#pragma once

#include "core/result.h"
#include "loaders/graph/graph_spec.h"

namespace convlens::loaders {

// Puts the nodes into an order in which each comes after those whose values it takes, and otherwise
// as they stand in the file. Errors: a value that two nodes compute, and a node that
// takes what hangs on its own value.
Status sort_nodes(GraphSpec& graph);

}  // namespace convlens::loaders
