#pragma once

namespace onnx {
class GraphProto;
}

namespace convlens::loaders {

// Writes operators on packed numbers, QLinearConv and its like, as what they stand for: unpacking,
// the operator itself, which keeps the node's name, and packing. Operators that pack are told the
// range of the type they pack into, as an attribute "range": that of their zero point.
void unfold_quantized(onnx::GraphProto& graph);

}  // namespace convlens::loaders
