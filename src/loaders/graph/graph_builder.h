#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "loaders/engine/engine.h"
#include "loaders/graph/graph_node.h"
#include "loaders/graph/graph_spec.h"
#include "nn/graph/model.h"

namespace convlens::loaders {

// What a graph's values are, by name, as far as they are known.
using GraphValues = std::map<std::string, GraphValue, std::less<>>;

struct BuiltGraph {
  nn::Model model;
  // Why the network is there up to some node only, where it is.
  std::optional<Error> end;
  std::vector<std::string> foreign;  // layers that the engine computes
};

// A graph whose nodes are sorted, as a model: node by node made into layers of nn. What nn lacks is
// computed by `engine`, if there is one and it can; else the network ends there. `any_size`:
// whether pictures may be of other sizes than the file declares. Errors name the node.
Result<BuiltGraph> build_graph(const GraphSpec& graph, const GraphValues& arrays, bool any_size,
                               const std::shared_ptr<Engine>& engine);

}  // namespace convlens::loaders
