#pragma once

#include <optional>
#include <string>

#include "lab/document/document.h"

namespace convlens::lab {

// An expression of NumPy for what filters that adopt the network's ways see of `images`: see
// bench_input(). Nothing where a layer before the network's first convolution is none of those that
// have a short one.
std::optional<std::string> adopted_inputs(const Document& document);

}  // namespace convlens::lab
