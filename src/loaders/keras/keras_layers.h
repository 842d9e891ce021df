#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "loaders/common/axis_order.h"
#include "loaders/common/json.h"
#include "loaders/keras/keras_architecture.h"
#include "nn/graph/symbolic.h"

// One layer of a Keras file made into one of nn's.
namespace convlens::loaders {

// What a file says of itself that changes the meaning of its layers.
struct KerasDialect {
  int major_version = 1;  // files before Keras 1.1 do not tell
  std::string backend;    // "tensorflow", "theano", ...; empty where the file does not tell
};

// A layer about to be made: its settings, its arrays, and how its inputs are held.
struct LayerRequest {
  LayerSpec& spec;  // its weights are moved from
  SettingsReader& config;
  const KerasDialect& dialect;
  std::span<const nn::PartialShape> shapes;  // of the inputs, as they are held
  std::span<const Layout> layouts;
  nn::Activation activation = nn::Activation::kLinear;  // the layer's own
};

struct MadeLayer {
  nn::LayerHandle layer;
  // An activation that is itself a layer with settings (Conv2D(activation=LeakyReLU(0.1))).
  std::optional<nn::LayerHandle> activation;
  Layout layout;  // of the result
  Phrase note;    // what the user should know; mostly empty
};

// Whether make_layer() knows the class and the activation at all; an error that names the layer
// where it does not. InputLayer and nested models are the caller's.
bool is_supported_layer(const LayerSpec& layer);
Status check_support(const LayerSpec& layer, const KerasDialect& dialect);
// Of a network within: whether its layers have their arrays, see assign_weights().
Status check_weights_known(const LayerSpec& network);

// Errors name the layer, its class, and what is not supported or does not fit, but not the file.
Result<MadeLayer> make_layer(LayerSpec& spec, const KerasDialect& dialect,
                             std::span<const nn::PartialShape> shapes,
                             std::span<const Layout> layouts);

// A factory of one class. Errors need not name the layer.
using LayerFactory = Result<MadeLayer> (*)(LayerRequest&);
struct NamedFactory {
  const char* type;
  LayerFactory make;
};
// keras_convolutions.cpp, keras_poolings.cpp, keras_simple_layers.cpp, keras_shape_layers.cpp,
// keras_normalizations.cpp
std::span<const NamedFactory> convolution_factories();
std::span<const NamedFactory> pooling_factories();
std::span<const NamedFactory> simple_factories();
std::span<const NamedFactory> shape_factories();
std::span<const NamedFactory> normalization_factories();
// keras_operations.cpp; of keras.ops and TensorFlow's functions
LayerFactory find_operation(const LayerSpec& layer);

// ---- What the factories share
// --------------------------------------------------------------------

// The next of the layer's arrays, of this rank; expected_weights() has been checked.
Result<Tensor> take_weight(LayerRequest& request, int rank);
// The bias where the layer has one, else nothing.
Result<std::optional<Tensor>> take_bias(LayerRequest& request);
// The layout of the only input; an error where the layer's own data format is not the one in which
// its input is held.
Result<Layout> picture_layout(LayerRequest& request);
// The layout that all inputs share.
Result<Layout> common_layout(const LayerRequest& request);
// A layer that leaves the layout as it is.
Result<MadeLayer> made(Result<nn::LayerHandle> layer, const Layout& layout);

}  // namespace convlens::loaders
