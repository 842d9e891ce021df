#pragma once

#include "core/result.h"

namespace onnx {
class GraphProto;
class ModelProto;
}  // namespace onnx

namespace convlens::loaders {

// The graph of a model with the nodes of its own functions (FunctionProto) in place of each call of
// one, called CALL/NODE. Errors do not name the file.
Result<onnx::GraphProto> inlined_graph(const onnx::ModelProto& model);

}  // namespace convlens::loaders
