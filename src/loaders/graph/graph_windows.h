#pragma once

#include <optional>

#include "core/result.h"
#include "loaders/graph/graph_node.h"
#include "nn/graph/shape_rules.h"

// The settings strides, dilations, auto_pad, pads, ceil_mode, which convolutions and poolings
// share.
namespace convlens::loaders {

struct Window {
  // Where the pads are SAME's at every size, they are told as such, and none at all as VALID.
  nn::WindowSteps steps;
  std::optional<nn::HeightWidth> output_padding;  // of a transposed convolution
};

// For a window of `size` pixels over a picture. Pads that hang on the picture's size are worked out
// where that is known, and are an error where it is not. `keeps_edges`: told as edges always.
Result<Window> read_window(NodeRequest& request, const GraphValue& picture, nn::HeightWidth size,
                           bool keeps_edges = false);

// The same for a transposed convolution, whose pads are always told as edges.
Result<Window> read_transposed_window(NodeRequest& request, const GraphValue& picture,
                                      nn::HeightWidth size);

}  // namespace convlens::loaders
