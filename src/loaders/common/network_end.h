#pragma once

#include "core/phrase.h"
#include "core/result.h"
#include "nn/graph/model.h"

namespace convlens::loaders {

// What is said of a network that is shown up to a layer that is not supported: why, and up to
// where.
Phrase end_note(const Error& why, const nn::Model& model);

}  // namespace convlens::loaders
