#pragma once

#include <filesystem>

#include "core/result.h"
#include "loaders/isolation/model_archive.h"

namespace convlens::loaders {

// Reads an .onnx file into an archive of ArchiveFormat::kGraph (see graph_spec.h): the main graph,
// the nodes of its own functions in place of their calls, its float arrays of any width as float32,
// and its short arrays of whole numbers, which are the shapes and axes that operators take. Errors
// name the file: what is no ONNX model, arrays whose values are not as many as their shape tells,
// or lie in files outside of the model's folder.
//
// Where values lie in other files, the archive is empty but for the fact kExternalBytes, how many
// bytes those are: read_onnx_files() reads them, too.
//
// Protobuf is third-party code: call it through isolated_read("onnx", path).
Result<ModelArchive> read_onnx_file(const std::filesystem::path& path);

// The same with the values that lie in other files: isolated_read(kOnnxFiles, path).
Result<ModelArchive> read_onnx_files(const std::filesystem::path& path);

inline constexpr const char* kOnnxFiles = "onnx-files";
inline constexpr const char* kExternalBytes = "external_bytes";

}  // namespace convlens::loaders
