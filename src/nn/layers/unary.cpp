#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "nn/graph/weights.h"
#include "nn/layers/activation_layers.h"
#include "nn/layers/elementwise.h"

// Functions of one value, under ONNX's names and as ONNX defines them. NaN stays NaN.
namespace convlens::nn {
namespace {

using Function = float (*)(float x, float alpha, float beta);

struct NamedFunction {
  const char* name;
  Function at;
};

float sign(float x, float /*alpha*/, float /*beta*/) {
  if (x == 0.0f || x != x) return x;
  return x < 0.0f ? -1.0f : 1.0f;
}

float hard_sigmoid(float x, float alpha, float beta) {
  const float y = alpha * x + beta;
  if (y < 0.0f) return 0.0f;
  return y > 1.0f ? 1.0f : y;
}

float celu(float x, float alpha, float /*beta*/) {
  return x < 0.0f ? alpha * std::expm1(x / alpha) : x;
}

float selu(float x, float alpha, float gamma) {
  return x <= 0.0f ? gamma * alpha * std::expm1(x) : gamma * x;
}

// Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016: the approximation by tanh.
float gelu_tanh(float x, float /*alpha*/, float /*beta*/) {
  constexpr float kScale = 0.7978845608028654f;  // the root of 2 / pi
  return 0.5f * x * (1.0f + std::tanh(kScale * (x + 0.044715f * x * x * x)));
}

float shrink(float x, float threshold, float bias) {
  if (x < -threshold) return x + bias;
  return x > threshold ? x - bias : x * 0.0f;
}

// The nearest value that IEEE 754's binary16 has: 11 digits, and none below 2^-24.
float to_half(float x, float /*alpha*/, float /*beta*/) {
  constexpr int kDigits = 11;
  constexpr int kSmallest = -24;
  constexpr float kLargest = 65504.0f;
  if (!std::isfinite(x)) return x;
  int exponent = 0;
  std::frexp(x, &exponent);
  const float spacing = std::ldexp(1.0f, std::max(exponent - kDigits, kSmallest));
  const float rounded = std::nearbyint(x / spacing) * spacing;
  if (std::fabs(rounded) <= kLargest) return rounded;
  return std::copysign(std::numeric_limits<float>::infinity(), x);
}

constexpr std::array kFunctions{
    NamedFunction{"Abs", [](float x, float, float) { return std::fabs(x); }},
    NamedFunction{"Neg", [](float x, float, float) { return -x; }},
    NamedFunction{"Sqrt", [](float x, float, float) { return std::sqrt(x); }},
    NamedFunction{"Log", [](float x, float, float) { return std::log(x); }},
    NamedFunction{"Floor", [](float x, float, float) { return std::floor(x); }},
    NamedFunction{"Ceil", [](float x, float, float) { return std::ceil(x); }},
    // Halves to the even neighbour.
    NamedFunction{"Round", [](float x, float, float) { return std::nearbyint(x); }},
    NamedFunction{"Sign", sign},
    NamedFunction{"Reciprocal", [](float x, float, float) { return 1.0f / x; }},
    NamedFunction{"Erf", [](float x, float, float) { return std::erf(x); }},
    NamedFunction{"Sin", [](float x, float, float) { return std::sin(x); }},
    NamedFunction{"Cos", [](float x, float, float) { return std::cos(x); }},
    NamedFunction{"Tan", [](float x, float, float) { return std::tan(x); }},
    NamedFunction{"Asin", [](float x, float, float) { return std::asin(x); }},
    NamedFunction{"Acos", [](float x, float, float) { return std::acos(x); }},
    NamedFunction{"Atan", [](float x, float, float) { return std::atan(x); }},
    NamedFunction{"Sinh", [](float x, float, float) { return std::sinh(x); }},
    NamedFunction{"Cosh", [](float x, float, float) { return std::cosh(x); }},
    NamedFunction{"Asinh", [](float x, float, float) { return std::asinh(x); }},
    NamedFunction{"Acosh", [](float x, float, float) { return std::acosh(x); }},
    NamedFunction{"Atanh", [](float x, float, float) { return std::atanh(x); }},
    NamedFunction{"HardSigmoid", hard_sigmoid},
    NamedFunction{"Celu", celu},
    NamedFunction{"Selu", selu},
    NamedFunction{"GeluTanh", gelu_tanh},
    NamedFunction{"Shrink", shrink},
    NamedFunction{"ToHalf", to_half},
};

class Unary final : public Elementwise<Unary> {
 public:
  Unary(std::string name, const NamedFunction& function, float alpha, float beta)
      : Elementwise(std::move(name), {}, Activation::kLinear),
        function_(function),
        alpha_(alpha),
        beta_(beta) {}

  std::string_view type() const override { return function_.name; }
  void apply(std::span<const float> in, std::span<float> out) const {
    std::transform(in.begin(), in.end(), out.begin(),
                   [this](float x) { return function_.at(x, alpha_, beta_); });
  }

 private:
  NamedFunction function_;
  float alpha_;
  float beta_;
};

}  // namespace

Result<LayerHandle> unary(std::string_view function, std::string name, float alpha, float beta) {
  const auto* const found =
      std::find_if(kFunctions.begin(), kFunctions.end(),
                   [function](const NamedFunction& row) { return function == row.name; });
  if (found == kFunctions.end()) {
    return fail_layer(name, function, phrase("the function is not known"));
  }
  return LayerHandle(std::make_shared<const Unary>(std::move(name), *found, alpha, beta));
}

}  // namespace convlens::nn
