#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/phrase.h"
#include "core/result.h"
#include "loaders/engine/engine.h"
#include "loaders/isolation/model_archive.h"
#include "nn/graph/model.h"
#include "nn/preparation.h"

namespace convlens::loaders {

struct GraphModel {
  nn::Model model;
  std::optional<nn::InputPreparation> preparation;  // where the file tells
  // What the user should know of how the file was understood; sentences.
  std::vector<Phrase> notes;
  // Where the network ends before a node that nobody knows, the note that says so; else empty.
  Phrase end;
};

// A network of ONNX or Caffe, an archive of ArchiveFormat::kGraph, as one of nn. Pictures and maps
// are (N, H, W, C), kernels HWIO, the batch is any number. Where the network takes pictures of any
// size, so does the model, and the size that the file declares is what pictures are resized to;
// else the model takes that size alone. Nodes that nn lacks are layers that `engine` computes, if
// there is one and it can; else the model ends before them. Errors name the node and its operator,
// but not the file.
Result<GraphModel> build_graph_model(ModelArchive archive,
                                     const std::shared_ptr<Engine>& engine = nullptr);

}  // namespace convlens::loaders
