#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"
#include "nn/graph/activation.h"
#include "nn/graph/symbolic.h"

// Layers that change every value by itself, and softmax. The shape stays.
namespace convlens::nn {

// Whether Keras' layers of this type are an activation of their own, beside softmax.
bool is_activation_layer(std::string_view type);

// Keras' Activation layer, by activation; activation_from_name() reads it from a file.
LayerHandle activation(Activation activation, std::string name = "activation");
inline LayerHandle sigmoid(std::string name = "sigmoid") {
  return activation(Activation::kSigmoid, std::move(name));
}
inline LayerHandle tanh(std::string name = "tanh") {
  return activation(Activation::kTanh, std::move(name));
}

struct ReLUOptions {
  std::string name = "relu";
  std::optional<float> max_value = {};  // not below 0
  float negative_slope = 0.0f;          // not below 0
  float threshold = 0.0f;               // not below 0
};
// x above the threshold, at most max_value; negative_slope * (x - threshold) below it.
Result<LayerHandle> relu(const ReLUOptions& options = {});

// x, or negative_slope * x where x is negative. Keras' LeakyReLU has 0.3 where nothing is given.
Result<LayerHandle> leaky_relu(float negative_slope = 0.3f, std::string name = "leaky_re_lu");

// x, or alpha * (exp(x) - 1) where x is negative.
LayerHandle elu(float alpha = 1.0f, std::string name = "elu");

// x, or alpha * x where x is negative; alpha is learned, of the input's shape without the batch,
// with an extent of 1 on each axis that shares its values (Keras' shared_axes).
Result<LayerHandle> prelu(Tensor alpha, std::string name = "p_re_lu");

// Any other function of one value by ONNX's name for it: "Abs", "Erf", "HardSigmoid"; "GeluTanh" is
// the approximation, "ToHalf" rounds to what 16 bits hold. `alpha` and `beta` are the function's
// constants, where it has any, in the order of ONNX's definition: Shrink's are lambd and bias.
Result<LayerHandle> unary(std::string_view function, std::string name, float alpha = 0.0f,
                          float beta = 0.0f);

// exp(x) / sum of exp(x) along `axis`; -1 is the last. Not along the batch.
Result<LayerHandle> softmax(int axis = -1, std::string name = "softmax");
// Those of a Softmax; nothing for any other layer, nor for a LogSoftmax.
std::optional<std::vector<int>> softmax_axes_of(const Layer& layer);
// The same over several axes together, and its logarithm.
Result<LayerHandle> softmax_over(std::vector<int> axes, std::string name);
Result<LayerHandle> log_softmax_over(std::vector<int> axes, std::string name);

}  // namespace convlens::nn
