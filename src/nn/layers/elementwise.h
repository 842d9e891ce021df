#pragma once

#include <span>

#include "nn/graph/layer.h"
#include "nn/graph/shape_rules.h"

namespace convlens::nn {

// One input whose shape stays: Derived gives apply(input, output), of the same number of values, in
// place too.
template <typename Derived>
class Elementwise : public LayerOf<Derived> {
 protected:
  using LayerOf<Derived>::LayerOf;

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    return only_input(inputs);
  }

  bool writes_all() const override { return true; }

  PixelWork own_pixel_work(int /*rank*/) const override {
    return [this](std::span<float> pixels) {
      static_cast<const Derived&>(*this).apply(pixels, pixels);
    };
  }

  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    static_cast<const Derived&>(*this).apply(inputs[0].values(), output.values());
    return {};
  }
};

}  // namespace convlens::nn
