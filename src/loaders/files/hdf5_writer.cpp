#include "loaders/files/hdf5_writer.h"

#include <utility>

namespace convlens::loaders {
namespace {

constexpr std::size_t kGrowth = std::size_t{1} << 16;  // bytes that the file grows by

Hdf5Handle<H5Pclose> in_memory() {
  Hdf5Handle<H5Pclose> access(H5Pcreate(H5P_FILE_ACCESS));
  H5Pset_fapl_core(access.get(), kGrowth, false);
  return access;
}

}  // namespace

Result<Hdf5Writer> Hdf5Writer::create() {
  const auto access = in_memory();
  Hdf5Handle<H5Fclose> file(H5Fcreate("written", H5F_ACC_TRUNC, H5P_DEFAULT, access.get()));
  if (!file) return fail("an HDF5 file cannot be made in memory");
  return Hdf5Writer(std::move(file));
}

Result<Hdf5Writer> Hdf5Writer::open(std::vector<std::byte> bytes) {
  const auto access = in_memory();
  H5Pset_file_image(access.get(), bytes.data(), bytes.size());  // copies them
  Hdf5Handle<H5Fclose> file(H5Fopen("changed", H5F_ACC_RDWR, access.get()));
  if (!file) return fail("the HDF5 file in it is damaged or cut short");
  return Hdf5Writer(std::move(file));
}

bool Hdf5Writer::has(const std::string& path) const {
  // Each group on the way, for the library takes a missing one for an error.
  for (std::size_t end = path.find('/'); end != std::string::npos; end = path.find('/', end + 1)) {
    if (H5Lexists(file_.get(), path.substr(0, end).c_str(), H5P_DEFAULT) <= 0) return false;
  }
  return H5Lexists(file_.get(), path.c_str(), H5P_DEFAULT) > 0;
}

Status Hdf5Writer::put(const std::string& path, const TensorView& values) {
  if (has(path) && H5Ldelete(file_.get(), path.c_str(), H5P_DEFAULT) < 0) {
    return fail("the array {} cannot be replaced", path);
  }
  std::vector<hsize_t> extents;
  for (int axis = 0; axis < values.shape().rank(); ++axis) {
    extents.push_back(static_cast<hsize_t>(values.shape()[axis]));
  }
  const Hdf5Handle<H5Sclose> space(
      H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr));
  const Hdf5Handle<H5Pclose> with_groups(H5Pcreate(H5P_LINK_CREATE));
  H5Pset_create_intermediate_group(with_groups.get(), 1);
  const Hdf5Handle<H5Dclose> dataset(H5Dcreate2(file_.get(), path.c_str(), H5T_IEEE_F32LE,
                                                space.get(), with_groups.get(), H5P_DEFAULT,
                                                H5P_DEFAULT));
  if (!dataset ||
      H5Dwrite(dataset.get(), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0) {
    return fail("the array {} of shape {} cannot be written", path, to_string(values.shape()));
  }
  return {};
}

Result<std::vector<std::byte>> Hdf5Writer::bytes() {
  const ssize_t size =
      H5Fflush(file_.get(), H5F_SCOPE_GLOBAL) < 0 ? -1 : H5Fget_file_image(file_.get(), nullptr, 0);
  if (size < 0) return fail("the HDF5 file cannot be finished");
  std::vector<std::byte> image(static_cast<std::size_t>(size));
  if (H5Fget_file_image(file_.get(), image.data(), image.size()) != size) {
    return fail("the HDF5 file cannot be finished");
  }
  return image;
}

}  // namespace convlens::loaders
