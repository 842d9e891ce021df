#pragma once

#include <optional>

#include "gl/conv2d_compute.h"
#include "lab/lab.h"
#include "lab/stages/map_engine.h"

namespace convlens::app {

// The compute shader as the lab's engine, in the context that is current.
class GpuMaps final : public lab::MapEngine {
 public:
  explicit GpuMaps(gl::Conv2dCompute engine) : engine_(std::move(engine)) {}

  Result<Tensor> maps(const TensorView& pixels, const TensorView& kernel, const TensorView& bias,
                      const conv::Conv2dOptions& options) override {
    return engine_.conv2d(pixels, kernel, bias, options, conv::OutputLayout::kPlanar);
  }
  std::string_view name() const override { return "gpu"; }

 private:
  gl::Conv2dCompute engine_;
};

// Sees to it that a lab's maps are computed as its user prefers. Where the graphics processor
// cannot, that is said and the processor does, then and from then on.
class PreferredEngine {
 public:
  void follow(lab::Lab& lab);

 private:
  std::optional<GpuMaps> gpu_;  // while it is used
};

}  // namespace convlens::app
