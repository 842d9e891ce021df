#pragma once

#include <filesystem>
#include <optional>

namespace convlens::loaders {

enum class NetworkFormat { kKeras, kOnnx, kCaffe };

// The format of a file of a trained network, by what it holds: an HDF5 file and a zip archive with
// a config.json are Keras', a protobuf message whose fields are those of one of ONNX or Caffe is
// that. What its content does not tell, as of a Caffe network's .prototxt, is told by the name's
// ending, in capitals or not: .keras, .h5, .hdf5, .onnx, .caffemodel, .prototxt. Nothing where
// neither tells.
std::optional<NetworkFormat> network_format(const std::filesystem::path& path);

// By the content or the ending alone.
std::optional<NetworkFormat> network_format_by_content(const std::filesystem::path& path);
std::optional<NetworkFormat> network_format_by_name(const std::filesystem::path& path);

// The file that holds the weights, where either file of a Caffe network may be given.
std::filesystem::path weights_file(const std::filesystem::path& path);

}  // namespace convlens::loaders
