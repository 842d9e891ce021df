#pragma once

#include <vector>

#include "core/phrase.h"
#include "core/result.h"
#include "loaders/isolation/model_archive.h"
#include "nn/graph/model.h"

namespace convlens::loaders {

struct KerasModel {
  nn::Model model;
  // What the user should know of how the file was understood; sentences.
  std::vector<Phrase> notes;
  // Where a layer is not supported, the model ends before it, and this note says so; else empty.
  Phrase end;
};

// A Keras file's content as a network of nn: Sequential and functional models of Keras 1 to 3, and
// such models within models. `archive` must have an architecture; its arrays are moved from.
//
// Networks with channels in front are computed with channels last: inputs and maps are (N, H, W,
// C), kernels HWIO, whatever the file has. Errors name the layer where there is one, but not the
// file: a first layer that is not supported, weights that are missing or do not fit.
Result<KerasModel> build_keras_model(ModelArchive archive);

}  // namespace convlens::loaders
