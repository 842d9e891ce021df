#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "loaders/common/axis_order.h"
#include "loaders/keras/keras_architecture.h"
#include "loaders/keras/keras_layers.h"
#include "nn/graph/model.h"

// A network of a Keras file, layer by layer, made into one of nn's.
namespace convlens::loaders {

struct BuiltNetwork {
  nn::Model model;
  std::vector<Layout> input_layouts;
  std::vector<Layout> output_layouts;
  // Where a layer is not supported, the model ends before it, and this says which and why.
  std::optional<Error> end;
};

// Layers have their arrays already. `notes` gains what the user should know. An error where not
// even the first layer can be made, and where what the file says does not hold together.
Result<BuiltNetwork> build_network(NetworkSpec& network, const KerasDialect& dialect,
                                   bool channels_first, std::vector<Phrase>& notes);

}  // namespace convlens::loaders
