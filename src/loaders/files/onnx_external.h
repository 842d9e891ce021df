#pragma once

#include <cstddef>
#include <filesystem>

#include "core/result.h"

namespace onnx {
class GraphProto;
class TensorProto;
}  // namespace onnx

// Arrays of an ONNX file whose values lie in another file, which stands beside it or below.
namespace convlens::loaders {

// Bytes of all of them together, 0 where there are none. An error where a file is not there, is not
// within the model's folder, or holds fewer bytes than are asked for. Errors do not name the model.
Result<std::size_t> external_bytes(onnx::GraphProto& graph, const std::filesystem::path& model);

// Reads them into the arrays, which are as if they had held them from the start.
Status read_external(onnx::GraphProto& graph, const std::filesystem::path& model);

}  // namespace convlens::loaders
