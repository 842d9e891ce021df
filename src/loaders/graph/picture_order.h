#pragma once

#include "loaders/graph/graph_builder.h"

namespace convlens::loaders {

// Whether an input takes pictures with their channels last: programs that have them so turn them
// round before anything looks at more than one value.
bool is_channels_last(const GraphSpec& graph, const GraphValues& values, const GraphInput& input);

}  // namespace convlens::loaders
