#pragma once

#include <filesystem>
#include <optional>

#include "core/phrase.h"

namespace convlens::loaders {

// What is taken for a network's file and is none that can be read here: a pointer of Git LFS, a web
// page, PyTorch's .pt, safetensors, TensorFlow.js. By its content; a sentence on what it is and
// what to do. Nothing for any other file.
std::optional<Phrase> stranger(const std::filesystem::path& path);

}  // namespace convlens::loaders
