#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "loaders/common/axis_order.h"
#include "loaders/engine/engine.h"
#include "nn/graph/symbolic.h"

namespace convlens::loaders {

// An input of an engine's layer.
struct EngineInput {
  std::string name;  // of the value, in the file
  Layout layout;     // how it is held here
};

// A value of a network that its engine computes, item by item, as a layer like any other; what it
// is made of besides its inputs is part of the file. `type` is the file's word for it: "LSTM".
// `output` is the value's name in the file; `layout` is kSame or kMovedLast.
Result<nn::LayerHandle> engine_layer(std::shared_ptr<Engine> engine,
                                     std::vector<EngineInput> inputs, std::string output,
                                     const Layout& layout, std::string type, std::string name);

}  // namespace convlens::loaders
