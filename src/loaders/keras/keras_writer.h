#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "nn/graph/model.h"

// Networks as .keras files of Keras 3, which opens them and computes the same.
namespace convlens::loaders {

// The bytes of one, of layers that Keras has; the error names the first for which it has none.
Result<std::vector<std::byte>> keras_bytes(const nn::Model& model);

// The bytes of the .keras file that `trained` was read from, all of which stays, its configuration
// and what training has left in it included, with the weights of `shown` where these are others. An
// error where the file is no such archive, or holds the changed weights in another order.
Result<std::vector<std::byte>> keras_bytes_like(const std::filesystem::path& file,
                                                const nn::Model& trained, const nn::Model& shown);

}  // namespace convlens::loaders
