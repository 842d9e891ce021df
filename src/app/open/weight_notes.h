#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/phrase.h"
#include "nn/graph/model.h"

namespace convlens::app {

// "conv1: 3 of 320 weights are not finite: 2 NaN, 1 infinite"; says nothing where all are.
Phrase weight_note(std::string_view layer, std::span<const nn::Weight> weights);

// The same of each layer that has such weights.
std::vector<Phrase> weight_notes(const nn::Model& model);

}  // namespace convlens::app
