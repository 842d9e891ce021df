#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"
#include "loaders/files/hdf5_file.h"

namespace convlens::loaders {

// An HDF5 file in memory that data sets are put into. Not for files from outside that were not read
// in a process of their own before: the library crashes on some damaged ones.
class Hdf5Writer {
 public:
  static Result<Hdf5Writer> create();
  // A whole file, all of which stays but what is put in its place.
  static Result<Hdf5Writer> open(std::vector<std::byte> bytes);

  bool has(const std::string& path) const;
  // Of float32, in the place of what is called so; groups on the way are made.
  Status put(const std::string& path, const TensorView& values);
  Result<std::vector<std::byte>> bytes();

 private:
  explicit Hdf5Writer(Hdf5Handle<H5Fclose> file) : file_(std::move(file)) {}

  Hdf5Handle<H5Fclose> file_;
};

}  // namespace convlens::loaders
