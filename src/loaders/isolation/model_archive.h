#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"

// What a model file holds, as plain text and arrays: the only thing that crosses from the process
// that reads the file to the one that asked for it.
namespace convlens::loaders {

struct NamedTensor {
  std::string name;  // as the file has it: "conv2d/kernel:0", or "0" in a .keras archive
  Tensor values;     // in the file's order of axes
};

// The arrays of one layer in the order in which the framework lists them.
struct WeightGroup {
  std::string path;  // Keras 3: "layers/conv2d"; before: the layer's name
  std::vector<NamedTensor> weights;
};

enum class ArchiveFormat {
  kKeras3,         // .keras: groups are named by class and counter
  kKeras3Weights,  // .weights.h5 of Keras 3: the same without an architecture
  kHdf5,           // .h5 of Keras 1 to 3: groups bear the layers' names
  kHdf5Weights,    // the same without an architecture
  kGraph,          // ONNX and Caffe: nodes over the arrays of one group, see graph_spec.h
  kMessage,        // to the engine or from it, see engine/question.h
};

struct ModelArchive {
  ArchiveFormat format = ArchiveFormat::kKeras3;
  std::string architecture;  // JSON; empty in files of weights only
  // "keras_version", "backend"; "format", "opset": what the file says of itself.
  std::map<std::string, std::string, std::less<>> facts;
  std::vector<WeightGroup> groups;

  std::string fact(std::string_view key) const;  // empty where the file does not say
};

// The bytes of an archive, or of the error that came instead, on their way between two processes.
using ByteSink = std::function<bool(std::span<const std::byte>)>;  // false: nobody listens
using ByteSource = std::function<bool(std::span<std::byte>)>;      // false: there are no more

bool send_archive(const Result<ModelArchive>& archive, const ByteSink& sink);

struct ReceivedArchive {
  bool complete = false;  // false: what came is no archive, or breaks off
  // Where it is complete, what was sent; else an error whose message names no file.
  Result<ModelArchive> archive;
};

// Trusts nothing: every count and length is checked before memory is taken for it, and all text and
// arrays together are at most max_bytes.
ReceivedArchive receive_archive(const ByteSource& source, std::size_t max_bytes);

}  // namespace convlens::loaders
