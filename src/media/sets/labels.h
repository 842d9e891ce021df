#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"

namespace convlens::media {

// Classes' numbers. Refused where one is below 0, or so large that it counts something else.
// `name` is what error messages call the data.
Result<std::vector<int>> labels_of(std::span<const std::int64_t> numbers, std::string_view name);

// Of an array: (N,) or (N, 1) whole numbers, or (N, classes) of which one is 1 and the others 0, as
// Keras' to_categorical makes them.
Result<std::vector<int>> labels_of(const TensorView& values, std::string_view name);

}  // namespace convlens::media
