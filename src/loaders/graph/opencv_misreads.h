#pragma once

#include <optional>

#include "loaders/graph/graph_spec.h"
#include "loaders/isolation/model_archive.h"

namespace convlens::loaders {

// The first node of an ONNX graph that OpenCV 4.6 is known to compute wrongly without a word, if
// there is any. `archive` holds the graph's arrays.
std::optional<NodeSpec> opencv_misread(const GraphSpec& graph, const ModelArchive& archive);

}  // namespace convlens::loaders
