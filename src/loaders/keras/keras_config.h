#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/result.h"
#include "nn/graph/model.h"

namespace convlens::loaders {

// What Keras 3 has in config.json for a network of of_keras_layers(). The error names the layer
// whose settings JSON cannot hold.
Result<nlohmann::json> keras_config(const nn::Model& model);

}  // namespace convlens::loaders
