#pragma once

#include "core/result.h"
#include "nn/graph/model.h"

namespace convlens::loaders {

// The same network of layers that Keras has, see Layer::keras_form(), which gives the same values:
// room around a convolution becomes a ZeroPadding2D before it, and names are such that Keras takes,
// each once. The error names the first layer for which Keras has none.
Result<nn::Model> of_keras_layers(const nn::Model& model);

}  // namespace convlens::loaders
