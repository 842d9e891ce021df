#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"
#include "loaders/isolation/isolated.h"
#include "nn/graph/layer.h"
#include "nn/graph/partial_shape.h"
#include "nn/preparation.h"

namespace convlens::loaders {

// A layer of a network that can be looked at but not edited.
struct ReadOnlyLayer {
  std::string name;
  std::string type;                 // OpenCV's: "Convolution"
  nn::PartialShape output;          // channels last; of rank 0 where it is not known
  std::vector<nn::Weight> weights;  // a convolution's kernel HWIO, and its bias

  std::size_t parameter_count() const;
};

// A network with operators that nn does not have, as OpenCV's DNN module understands it.
class ReadOnlyNetwork {
 public:
  // Reads the file in a child process; `path` is an .onnx or a .caffemodel, `input_shape` that of
  // its pictures (N, H, W, C), of rank 0 where it is not known. Every error is one sentence that
  // begins with the file's name.
  static Result<ReadOnlyNetwork> open(const std::filesystem::path& path,
                                      const nn::PartialShape& input_shape,
                                      const IsolationLimits& limits = {});

  const std::vector<ReadOnlyLayer>& layers() const { return layers_; }
  // (N, H, W, C); of rank 0 where the file does not tell.
  const nn::PartialShape& input_shape() const { return input_shape_; }
  std::size_t parameter_count() const;

  // The value of every layer, in the order of layers(), at these pictures (N, H, W, C): maps are
  // (N, H, W, C) too. Computed by a child process, which reads the file anew. Errors begin with the
  // file's name.
  Result<std::vector<Tensor>> activations(const TensorView& pictures) const;

  std::string format;  // for people: "ONNX opset 12 (.onnx)"
  Phrase reason;       // why it cannot be edited: "the node ... is not supported"
  std::optional<std::vector<std::string>> class_names;
  std::optional<nn::InputPreparation> preparation;
  std::vector<Phrase> notes;

 private:
  ReadOnlyNetwork() = default;

  std::filesystem::path path_;
  std::vector<ReadOnlyLayer> layers_;
  nn::PartialShape input_shape_;
};

}  // namespace convlens::loaders
