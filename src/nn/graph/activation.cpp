#include "nn/graph/activation.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <utility>

namespace convlens::nn {
namespace {

struct NamedActivation {
  std::string_view name;
  Activation activation;
};

// The first name of each activation is the one that Keras writes.
constexpr std::array kNames{
    NamedActivation{"linear", Activation::kLinear},
    NamedActivation{"relu", Activation::kRelu},
    NamedActivation{"relu6", Activation::kRelu6},
    NamedActivation{"leaky_relu", Activation::kLeakyRelu},
    NamedActivation{"elu", Activation::kElu},
    NamedActivation{"selu", Activation::kSelu},
    NamedActivation{"sigmoid", Activation::kSigmoid},
    NamedActivation{"hard_sigmoid", Activation::kHardSigmoid},
    NamedActivation{"tanh", Activation::kTanh},
    NamedActivation{"softmax", Activation::kSoftmax},
    NamedActivation{"softplus", Activation::kSoftplus},
    NamedActivation{"softsign", Activation::kSoftsign},
    NamedActivation{"silu", Activation::kSilu},
    NamedActivation{"swish", Activation::kSilu},
    NamedActivation{"hard_silu", Activation::kHardSilu},
    NamedActivation{"hard_swish", Activation::kHardSilu},
    NamedActivation{"gelu", Activation::kGelu},
    NamedActivation{"exponential", Activation::kExponential},
    NamedActivation{"mish", Activation::kMish},
    NamedActivation{"hard_sigmoid of Keras 2", Activation::kHardSigmoidOfKeras2},
    NamedActivation{"hard_tanh", Activation::kHardTanh},
    NamedActivation{"log_sigmoid", Activation::kLogSigmoid},
    NamedActivation{"log_softmax", Activation::kLogSoftmax},
    NamedActivation{"celu", Activation::kCelu},
    NamedActivation{"hard_shrink", Activation::kHardShrink},
    NamedActivation{"soft_shrink", Activation::kSoftShrink},
    NamedActivation{"tanh_shrink", Activation::kTanhShrink},
    NamedActivation{"squareplus", Activation::kSquareplus},
    NamedActivation{"sparse_plus", Activation::kSparsePlus},
    NamedActivation{"sparse_sigmoid", Activation::kSparseSigmoid},
};

// All comparisons below are written so that NaN stays NaN.
float relu(float x) { return x < 0.0f ? 0.0f : x; }
float relu6(float x) { return x > 6.0f ? 6.0f : relu(x); }
float hard_sigmoid(float x) { return relu6(x + 3.0f) / 6.0f; }

// 1 / (1 + exp(-x)), arranged so that the exponential never overflows.
float sigmoid(float x) {
  const float e = std::exp(-std::fabs(x));
  return x < 0.0f ? e / (1.0f + e) : 1.0f / (1.0f + e);
}

// log(1 + exp(x)), arranged likewise.
float softplus(float x) { return relu(x) + std::log1p(std::exp(-std::fabs(x))); }

float elu(float x) { return x < 0.0f ? std::expm1(x) : x; }

// Klambauer et al., "Self-Normalizing Neural Networks", 2017: the two constants keep mean 0 and
// variance 1.
float selu(float x) {
  constexpr float kScale = 1.0507009873554805f;
  constexpr float kScaleAlpha = 1.7580993408473769f;
  return x < 0.0f ? kScaleAlpha * std::expm1(x) : kScale * x;
}

// x times the standard normal distribution function of x.
float gelu(float x) {
  constexpr float kSqrtHalf = 0.70710678118654752f;
  return 0.5f * x * (1.0f + std::erf(x * kSqrtHalf));
}

float clipped(float x, float lowest, float highest) {
  return x < lowest ? lowest : x > highest ? highest : x;
}

// The rest of Keras' list, each with its constants there.
float value_of(Activation activation, float x) {
  constexpr float kShrink = 0.5f;
  switch (activation) {
    case Activation::kMish:
      return x * std::tanh(softplus(x));
    case Activation::kHardSigmoidOfKeras2:
      return clipped(0.2f * x + 0.5f, 0.0f, 1.0f);
    case Activation::kHardTanh:
      return clipped(x, -1.0f, 1.0f);
    case Activation::kLogSigmoid:
      return -softplus(-x);
    case Activation::kCelu:
      return elu(x);
    case Activation::kHardShrink:
      return std::fabs(x) <= kShrink ? 0.0f : x;
    case Activation::kSoftShrink:
      return x - clipped(x, -kShrink, kShrink);
    case Activation::kTanhShrink:
      return x - std::tanh(x);
    case Activation::kSquareplus:
      return 0.5f * (x + std::sqrt(x * x + 4.0f));
    case Activation::kSparsePlus:
      return x <= -1.0f ? 0.0f : x < 1.0f ? 0.25f * (x + 1.0f) * (x + 1.0f) : x;
    case Activation::kSparseSigmoid:
      return clipped(0.5f * (x + 1.0f), 0.0f, 1.0f);
    default:
      return x;
  }
}

template <typename Function>
void map_values(std::span<float> values, Function function) {
  for (float& value : values) value = function(value);
}

void softmax_rows(std::span<float> values, std::int64_t channels) {
  assert(channels > 0);
  for (std::size_t i = 0; i < values.size(); i += static_cast<std::size_t>(channels)) {
    softmax_in_place(values.data() + i, channels, 1);
  }
}

// x - max - log(sum of exp(x - max)) over each row.
void log_softmax_rows(std::span<float> values, std::int64_t channels) {
  assert(channels > 0);
  const auto count = static_cast<std::size_t>(channels);
  for (std::size_t i = 0; i < values.size(); i += count) {
    const std::span<float> row = values.subspan(i, count);
    const float largest = *std::max_element(row.begin(), row.end());
    float sum = 0.0f;
    for (const float value : row) sum += std::exp(value - largest);
    for (float& value : row) value -= largest + std::log(sum);
  }
}

}  // namespace

Result<Activation> activation_from_name(std::string_view name) {
  const auto* const found =
      std::find_if(kNames.begin(), kNames.end(),
                   [name](const NamedActivation& row) { return row.name == name; });
  if (found == kNames.end()) return fail("the activation \"{}\" is not supported", name);
  return found->activation;
}

std::string_view activation_name(Activation activation) {
  const auto* const found = std::find_if(
      kNames.begin(), kNames.end(),
      [activation](const NamedActivation& row) { return row.activation == activation; });
  assert(found != kNames.end());
  return found->name;
}

void softmax_in_place(float* values, std::int64_t count, std::int64_t step) {
  float largest = values[0];
  for (std::int64_t i = 1; i < count; ++i) largest = std::max(largest, values[i * step]);
  float sum = 0.0f;
  for (std::int64_t i = 0; i < count; ++i) {
    values[i * step] = std::exp(values[i * step] - largest);
    sum += values[i * step];
  }
  for (std::int64_t i = 0; i < count; ++i) values[i * step] /= sum;
}

void apply_activation(Activation activation, std::span<float> values, std::int64_t channels) {
  switch (activation) {
    case Activation::kLinear:
      return;
    case Activation::kRelu:
      return map_values(values, relu);
    case Activation::kRelu6:
      return map_values(values, relu6);
    case Activation::kLeakyRelu:
      return map_values(values, [](float x) { return x < 0.0f ? 0.2f * x : x; });
    case Activation::kElu:
      return map_values(values, elu);
    case Activation::kSelu:
      return map_values(values, selu);
    case Activation::kSigmoid:
      return map_values(values, sigmoid);
    case Activation::kHardSigmoid:
      return map_values(values, hard_sigmoid);
    case Activation::kTanh:
      return map_values(values, [](float x) { return std::tanh(x); });
    case Activation::kSoftmax:
      return softmax_rows(values, channels);
    case Activation::kSoftplus:
      return map_values(values, softplus);
    case Activation::kSoftsign:
      return map_values(values, [](float x) { return x / (1.0f + std::fabs(x)); });
    case Activation::kSilu:
      return map_values(values, [](float x) { return x * sigmoid(x); });
    case Activation::kHardSilu:
      return map_values(values, [](float x) { return x * hard_sigmoid(x); });
    case Activation::kGelu:
      return map_values(values, gelu);
    case Activation::kExponential:
      return map_values(values, [](float x) { return std::exp(x); });
    case Activation::kLogSoftmax:
      return log_softmax_rows(values, channels);
    default:
      return map_values(values, [activation](float x) { return value_of(activation, x); });
  }
}

}  // namespace convlens::nn
