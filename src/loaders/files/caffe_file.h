#pragma once

#include <filesystem>

#include "core/result.h"
#include "loaders/isolation/model_archive.h"

namespace convlens::loaders {

// Reads NAME.caffemodel, or the HDF5 file that it may be (NAME.caffemodel.h5), with NAME.prototxt
// beside it, or the companion that was named, into an archive of ArchiveFormat::kGraph, with
// Caffe's layers told as ONNX's operators (see caffe_layers.h). Pictures are taken as Caffe takes
// them: in 0..255, those of three channels as BGR, less the mean_value and times the scale of a
// transform_param; input_dim and its like are the size. Errors name the file.
//
// OpenCV is third-party code: call it through isolated_read("caffe", path).
Result<ModelArchive> read_caffe_file(const std::filesystem::path& path);

}  // namespace convlens::loaders
