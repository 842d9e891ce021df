#pragma once

#include <hdf5.h>

#include <filesystem>
#include <string>
#include <vector>

// Weights as Caffe writes them with snapshot_format: HDF5.
namespace convlens::loaders::testing {

struct CaffeBlob {
  std::string layer;
  int number = 0;
  std::vector<hsize_t> shape;
  std::vector<float> values;
};

// "GROUP/LAYER/NUMBER" for each, groups made where there are none; `type`: of the values there.
inline void write_caffe_hdf5(const std::filesystem::path& path, const std::vector<CaffeBlob>& blobs,
                             const std::string& group = "data", hid_t type = H5T_NATIVE_FLOAT) {
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  const hid_t nested = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(nested, 1);
  for (const CaffeBlob& blob : blobs) {
    const std::string name = group + "/" + blob.layer + "/" + std::to_string(blob.number);
    const hid_t space =
        H5Screate_simple(static_cast<int>(blob.shape.size()), blob.shape.data(), nullptr);
    const hid_t set = H5Dcreate2(file, name.c_str(), type, space, nested, H5P_DEFAULT, H5P_DEFAULT);
    H5Dwrite(set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, blob.values.data());
    H5Dclose(set);
    H5Sclose(space);
  }
  H5Pclose(nested);
  H5Fclose(file);
}

}  // namespace convlens::loaders::testing
