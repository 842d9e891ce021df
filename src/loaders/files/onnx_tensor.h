#pragma once

#include <cstdint>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"

namespace onnx {
class TensorProto;
}

// The arrays in an ONNX file, which come in many types and in two ways of writing each.
namespace convlens::loaders {

// Whether values of this type (of TensorProto::DataType) are whole numbers or truth values.
bool holds_integers(int data_type);

// Any float or integer type as float32. Errors do not name the file.
Result<Tensor> float_values(const onnx::TensorProto& tensor);

// The values of an array of such a type, of one axis or none.
Result<std::vector<std::int64_t>> integer_values(const onnx::TensorProto& tensor);

}  // namespace convlens::loaders
