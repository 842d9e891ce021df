#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "core/result.h"
#include "loaders/keras/keras_architecture.h"
#include "nn/graph/partial_shape.h"
#include "nn/preparation.h"

// A network as ONNX describes it, before any layer is made: operators over named values, pictures
// with their channels in front. Caffe's layers are told in the same terms by their reader.
namespace convlens::loaders {

// One operator.
struct NodeSpec {
  std::string op;                   // "Conv"; with its domain in front where that is not ONNX's own
  std::string name;                 // no other node has it
  std::vector<std::string> inputs;  // names of values; empty where an optional one is left out
  std::vector<std::string> outputs;
  JsonPointer attributes;  // an object
};

// A value that comes from outside.
struct GraphInput {
  std::string name;
  nn::PartialShape shape;  // the batch in front; of rank 0 where the file does not tell
};

// Whole numbers that operators take: shapes, axes. kUnknownInteger where one hangs on the picture.
struct IntegerList {
  static constexpr std::int64_t kUnknown = INT64_MIN;
  std::vector<std::int64_t> values;
  bool is_scalar = false;
};

struct GraphSpec {
  std::string name;
  int opset = 1;
  std::vector<GraphInput> inputs;
  std::vector<std::string> outputs;
  std::vector<NodeSpec> nodes;
  std::map<std::string, IntegerList, std::less<>> integers;
  // Where the file tells how pictures are prepared.
  nn::InputPreparation preparation;
  std::vector<Phrase> notes;  // what the reader of the file wants said
};

// `architecture`: the JSON of an archive of ArchiveFormat::kGraph:
//   {"name", "opset", "inputs": [{"name", "shape": [null, 3, 224, 224], "integers": false}],
//    "outputs": [...],
//    "nodes": [{"op", "name", "inputs", "outputs", "attributes": {...}}],
//    "integers": {NAME: {"values": [...], "rank": 0 or 1}},
//    "preparation": {"order", "scale", "mean", "std"}, "notes": [{"said", "values"}, ...]}
// Nodes without a name get OP_OUTPUT, the name of their first output; of several nodes of one name
// the second gets NAME_2, the third NAME_3. Errors do not name the file.
Result<GraphSpec> parse_graph(const std::string& architecture);

}  // namespace convlens::loaders
