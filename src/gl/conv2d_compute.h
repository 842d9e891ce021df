#pragma once

#include <array>
#include <cstddef>

#include "conv/conv2d.h"
#include "core/result.h"
#include "core/tensor.h"
#include "gl/handle.h"
#include "gl/shader_program.h"

namespace convlens::gl {

// conv2d on the GPU by a compute shader. Use it on the thread whose context it was created in.
class Conv2dCompute {
 public:
  // An error without OpenGL 4.3.
  static Result<Conv2dCompute> create();

  // As conv::conv2d in float32: input (N, H, W, C), kernel (KH, KW, C, F), bias (F,) or of no
  // elements -> (N, OH, OW, F), or (N, F, OH, OW) where the layout is planar. Uploads, waits and
  // reads the result back. Each output is one running sum, so its error is at most gamma_n * sum|a
  // * b| with n = KH * KW * C + 1 (Higham, Accuracy and Stability of Numerical Algorithms,
  // section 3.1). Errors: shapes that do not fit, and sizes beyond the device's, named with the
  // limit. NaN and infinity propagate as far as the driver's shading language does so; GLSL leaves
  // that open.
  Result<Tensor> conv2d(const TensorView& input, const TensorView& kernel, const TensorView& bias,
                        const conv::Conv2dOptions& options,
                        conv::OutputLayout layout = conv::OutputLayout::kNhwc);

 private:
  // A device buffer that is kept, and grows, between calls.
  struct Storage {
    BufferHandle handle;
    std::size_t bytes = 0;
  };
  // The shader built for one number of filters an invocation; compiled when first needed.
  struct Variant {
    int filters = 0;
    int pixels = 0;
    ShaderProgram program;
  };

  Conv2dCompute() = default;

  Result<const Variant*> variant_for(std::int64_t filters);
  static Status reserve(Storage& storage, std::size_t bytes, const Word& name);

  std::array<Variant, 4> variants_{{{1, 8, {}}, {2, 8, {}}, {4, 8, {}}, {8, 4, {}}}};
  Storage input_;
  Storage kernel_;
  Storage bias_;
  Storage output_;
};

}  // namespace convlens::gl
