#include "nn/layers/quantization.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "nn/graph/shape_rules.h"
#include "nn/graph/walks.h"
#include "nn/graph/weights.h"

namespace convlens::nn {
namespace {

enum class Step { kQuantize, kDequantize, kFakeQuantize };

const char* type_of(Step step) {
  constexpr std::array kTypes{"Quantize", "Dequantize", "FakeQuantize"};
  return kTypes[static_cast<std::size_t>(step)];
}

class Quantization final : public LayerOf<Quantization> {
 public:
  Quantization(std::string name, std::vector<Weight> weights, Step step, const PackedRange& range)
      : LayerOf(std::move(name), std::move(weights), Activation::kLinear),
        step_(step),
        range_(range) {}

  std::string_view type() const override { return type_of(step_); }

 private:
  Result<PartialShape> infer_shape(std::span<const PartialShape> inputs) const override {
    auto input = only_input(inputs);
    if (!input) return input;
    const Shape& repeated = weight(0).shape();
    if (repeats_to(repeated, *input)) return input;
    return fail("numbers of shape {} do not fit an input of shape {}", to_string(repeated),
                to_string(*input));
  }

  bool writes_all() const override { return true; }

  // The numbers of both arrays at a value, which is changed in two steps.
  Status evaluate(std::span<const TensorView> inputs, Activation /*fused*/,
                  const ComputeOptions& /*options*/, Tensor& output) const override {
    std::copy(inputs[0].values().begin(), inputs[0].values().end(), output.data());
    switch (step_) {
      case Step::kQuantize:
        for_each_value(weight(0), output,
                       [](float& out, float scale) { out = std::nearbyint(out / scale); });
        for_each_value(weight(1), output, [this](float& out, float zero) {
          out = std::clamp(out + zero, range_.lowest, range_.highest);
        });
        break;
      case Step::kDequantize:
        for_each_value(weight(1), output, [](float& out, float zero) { out -= zero; });
        for_each_value(weight(0), output, [](float& out, float scale) { out *= scale; });
        break;
      case Step::kFakeQuantize:
        pack_and_unpack(output);
        break;
    }
    return {};
  }

  void pack_and_unpack(Tensor& output) const {
    Tensor steps = weight(1).clone();  // of each value
    for (std::size_t i = 0; i < steps.size(); ++i) {
      steps.data()[i] = (steps.data()[i] - weight(0).data()[i]) / range_.highest;
    }
    for_each_value(weight(0), output, [](float& out, float lowest) { out -= lowest; });
    for_each_value(steps, output, [this](float& out, float step) {
      out = step > 0.0f
                ? std::clamp(std::nearbyint(out / step), range_.lowest, range_.highest) * step
                : 0.0f;
    });
    for_each_value(weight(0), output, [](float& out, float lowest) { out += lowest; });
  }

  Step step_;
  PackedRange range_;
};

Result<LayerHandle> make(Step step, const char* first_name, Tensor first, const char* second_name,
                         Tensor second, const PackedRange& range, std::string name) {
  const Shape& shape = first.shape();
  if (shape != second.shape() || shape.rank() < 1 || shape[0] != 1 || first.size() == 0) {
    return fail_layer(name, type_of(step),
                      phrase("its two arrays must be of one shape (1, ...), found {} and {}",
                             to_string(shape), to_string(second.shape())));
  }
  std::vector<Weight> weights;
  add_weight(weights, first_name, std::move(first));
  add_weight(weights, second_name, std::move(second));
  const LayerPtr layer =
      std::make_shared<const Quantization>(std::move(name), std::move(weights), step, range);
  return LayerHandle(layer->without_parameters());
}

}  // namespace

Result<LayerHandle> quantize(Tensor scale, Tensor zero_point, const PackedRange& range,
                             std::string name) {
  return make(Step::kQuantize, "scale", std::move(scale), "zero_point", std::move(zero_point),
              range, std::move(name));
}

Result<LayerHandle> dequantize(Tensor scale, Tensor zero_point, std::string name) {
  return make(Step::kDequantize, "scale", std::move(scale), "zero_point", std::move(zero_point), {},
              std::move(name));
}

Result<LayerHandle> fake_quantize(Tensor lowest, Tensor highest, int levels, std::string name) {
  if (levels < 2) {
    return fail_layer(name, type_of(Step::kFakeQuantize),
                      phrase("at least 2 levels were expected, found {}", levels));
  }
  return make(Step::kFakeQuantize, "lowest", std::move(lowest), "highest", std::move(highest),
              {0.0f, static_cast<float>(levels - 1)}, std::move(name));
}

}  // namespace convlens::nn
