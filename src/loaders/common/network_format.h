#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string_view>

#include "core/result.h"

namespace convlens::loaders {

enum class NetworkFormat { kKeras, kOnnx, kCaffe, kTensorFlow };

// An ending of a network's file.
struct NetworkEnding {
  NetworkFormat format;
  std::string_view name;    // of the format, for people
  std::string_view ending;  // ".keras"
};
// All that open, those of one format beside each other.
std::span<const NetworkEnding> network_endings();

// The format of a file of a trained network, by what it holds: an HDF5 file and a zip archive with
// a config.json are Keras', or the former Caffe's where its name says so, a protobuf message whose
// fields are those of one of ONNX or Caffe is that, a flatbuffer of TensorFlow Lite and a folder
// with a saved_model.pb are TensorFlow's. What its content does not tell, as of a Caffe network's
// .prototxt, is told by the name's ending, one of network_endings(), in capitals or not. Nothing
// where neither tells.
std::optional<NetworkFormat> network_format(const std::filesystem::path& path);

// By the content or the ending alone; of HDF5 files the ending tells whose it is.
std::optional<NetworkFormat> network_format_by_content(const std::filesystem::path& path);
std::optional<NetworkFormat> network_format_by_name(const std::filesystem::path& path);

// Whether a file begins as those of HDF5 or of TensorFlow Lite do.
bool is_hdf5(const std::filesystem::path& path);
bool is_tensorflow_lite(const std::filesystem::path& path);

// Of a Caffe network the file that holds the weights, where either may be given, and the one that
// tells the layers: the other's name with the other ending or, where there is none, the only file
// in the folder that ends so; "deploy.prototxt" is taken before others. weights_file() gives a
// name that nothing has where there is no such file, structure_file() an error, which names it.
std::filesystem::path weights_file(const std::filesystem::path& path);
Result<std::filesystem::path> structure_file(const std::filesystem::path& weights);

}  // namespace convlens::loaders
