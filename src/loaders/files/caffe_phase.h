#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "loaders/files/prototxt.h"

namespace convlens::loaders {

// A network's structure as it is used.
struct CaffeStructure {
  std::string text;
  TextMessage network;  // of that text
  // What stands in the layer that the pictures came from, where that was one of a training's.
  TextMessage source;
  bool is_of_training = false;
};

// A structure that is for training becomes what it is in its test phase: layers of the other phase,
// of labels and of losses are left out, what the last of those compute first (softmax, sigmoid)
// stays, and an input takes the place of the data. Any other is as it is. Errors as those of
// parse_prototxt().
Result<CaffeStructure> at_test_phase(std::string_view text);

}  // namespace convlens::loaders
