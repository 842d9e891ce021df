#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"

namespace convlens::loaders {

// The weights of the layers of these names from an HDF5 file as Caffe writes snapshots ("data/NAME"
// with a data set a blob, called 0, 1, ...), as the message of a .caffemodel that holds the same.
// A layer that the file does not have has no blobs. Errors name the file.
//
// Damaged files crash the library: see hdf5_file.h.
Result<std::string> caffe_message_of_hdf5(const std::filesystem::path& path,
                                          const std::vector<std::string>& layers);

}  // namespace convlens::loaders
