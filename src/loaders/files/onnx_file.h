#pragma once

#include <filesystem>

#include "core/result.h"
#include "loaders/isolation/model_archive.h"

namespace convlens::loaders {

// Reads an .onnx file into an archive of ArchiveFormat::kGraph (see graph_spec.h): the main graph,
// its float arrays of any width as float32, and its short arrays of whole numbers, which are the
// shapes and axes that operators take. Errors name the file: what is no ONNX model, arrays in other
// files, arrays whose values are not as many as their shape tells.
//
// Protobuf is third-party code: call it through isolated_read("onnx", path).
Result<ModelArchive> read_onnx_file(const std::filesystem::path& path);

}  // namespace convlens::loaders
