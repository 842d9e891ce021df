#pragma once

#include <string_view>

#include "conv/conv2d.h"
#include "core/result.h"
#include "core/tensor.h"

namespace convlens::lab {

// Computes the bench's maps elsewhere than on the processor.
class MapEngine {
 public:
  virtual ~MapEngine() = default;

  // As conv::conv2d() with planar output: (1, H, W, C) to (1, F, H', W'), within rounding.
  virtual Result<Tensor> maps(const TensorView& pixels, const TensorView& kernel,
                              const TensorView& bias, const conv::Conv2dOptions& options) = 0;
  // For the status line, untranslated: "gpu".
  virtual std::string_view name() const = 0;
};

}  // namespace convlens::lab
