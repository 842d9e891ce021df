#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "nn/graph/model.h"

namespace convlens::nn::tests {

// The model of tests/golden/keras_cases/NAME.json with its weights, made through the room's own
// factories. Throws where the files are not what they should be.
Model read_graph(const std::string& name);

}  // namespace convlens::nn::tests
