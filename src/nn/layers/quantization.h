#pragma once

#include <string>

#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/symbolic.h"

// Numbers packed into few bits and unpacked again, as ONNX's QuantizeLinear and DequantizeLinear
// define it; packed ones are whole numbers held as float32. `scale` and `zero_point` are of one
// shape, that of the input with 1 along the axis of the batch and wherever they are repeated.
namespace convlens::nn {

struct PackedRange {
  float lowest = 0.0f;  // -128 and 127, 0 and 255, ...
  float highest = 255.0f;
};
// x / scale, rounded to the nearest, halves to the even one, plus zero_point, within the range.
Result<LayerHandle> quantize(Tensor scale, Tensor zero_point, const PackedRange& range,
                             std::string name = "quantize");
// (x - zero_point) * scale.
Result<LayerHandle> dequantize(Tensor scale, Tensor zero_point, std::string name = "dequantize");
// The nearest of `levels` numbers with the same step from `lowest` to `highest`, halves up to the
// even step: packed and unpacked at once.
Result<LayerHandle> fake_quantize(Tensor lowest, Tensor highest, int levels,
                                  std::string name = "fake_quantize");

}  // namespace convlens::nn
