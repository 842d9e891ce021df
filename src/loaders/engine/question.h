#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"
#include "loaders/isolation/model_archive.h"
#include "nn/graph/partial_shape.h"

// What is said between this program and the engine, a program of its own (src/engine) that knows
// networks through OpenVINO: questions one way, archives or errors the other. All values are named
// as the file has them and have the file's order of axes, one item in a batch.
namespace convlens::loaders {

// The engine's program, which stands beside this one; its only argument is the network's file.
inline constexpr std::string_view kEngineProgram = "convlens-engine";

enum class Ask {
  kGraph,  // the network's nodes, as an archive of ArchiveFormat::kGraph
  kShape,  // what a value needs to be computed, and its shape: see EngineAnswer
  kRun,    // the value itself, the only array of the answer
};

// A value that is given to the engine.
struct Given {
  std::string name;
  nn::PartialShape shape;
};

struct Question {
  Ask ask = Ask::kGraph;
  std::string output;          // the value asked for
  std::vector<Given> given;    // of which it may be computed; the engine needs no others
  std::vector<Tensor> values;  // of those, in that order, to run
};

// Of Ask::kShape.
struct EngineAnswer {
  std::vector<std::string> needed;  // names of those that the value does hang on
  nn::PartialShape shape;
};

ModelArchive to_archive(Question question);
Result<Question> to_question(ModelArchive archive);
ModelArchive to_archive(const EngineAnswer& answer);
Result<EngineAnswer> to_answer(const ModelArchive& archive);

}  // namespace convlens::loaders
