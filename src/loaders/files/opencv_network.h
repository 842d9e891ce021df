#pragma once

#include <filesystem>

#include "core/result.h"
#include "loaders/isolation/model_archive.h"

// Networks that OpenCV's DNN module understands and nn does not, both for the child's side of
// isolated.h. A file is an .onnx, or a .caffemodel with its .prototxt beside it. Errors name it.
namespace convlens::loaders {

// The layers as OpenCV has made them, an archive of ArchiveFormat::kReadOnly: as JSON
//   {"layers": [{"name", "type", "shape": [N, C, H, W]}]},
// the shapes at pictures like those that the parent has handed over, if it has; a group of arrays
// for each layer that has any, in the order of the layers, named as the layer is: its weights as
// OpenCV holds them, then its bias.
Result<ModelArchive> read_opencv_network(const std::filesystem::path& path);

// What every layer gives for the pictures (N, H, W, C) that the parent has handed over: a group for
// each layer, in the same order, with its value in OpenCV's order of axes.
Result<ModelArchive> run_opencv_network(const std::filesystem::path& path);

}  // namespace convlens::loaders
