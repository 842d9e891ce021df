#include "fuzz/damage/hdf5_editor.h"

#include <hdf5.h>

#include <cstring>
#include <string>

#include "fuzz/damage/damage_json.h"
#include "loaders/files/hdf5_file.h"

namespace convlens::fuzz {
namespace {

using loaders::Hdf5Handle;
using Attribute = Hdf5Handle<H5Aclose>;
using Object = Hdf5Handle<H5Oclose>;
using PropertyList = Hdf5Handle<H5Pclose>;
using Space = Hdf5Handle<H5Sclose>;
using Type = Hdf5Handle<H5Tclose>;

constexpr const char* kNames[]{"layer_names", "weight_names", "model_config",  "keras_version",
                               "backend",     "layer_names0", "weight_names0", "dtype"};
constexpr const char* kPaths[]{
    "vars",          "0",        "1",         "layers",        "conv2d", "dense",
    "model_weights", "kernel:0", "optimizer", "seed_generator"};

std::vector<std::string> paths_of_all(hid_t file) {
  std::vector<std::string> paths;
  const auto add = [](hid_t, const char* name, const H5O_info_t*, void* all) -> herr_t {
    static_cast<std::vector<std::string>*>(all)->emplace_back(name);
    return 0;
  };
  H5Ovisit(file, H5_INDEX_NAME, H5_ITER_INC, add, &paths);
  return paths;
}

std::vector<std::string> attributes_of(hid_t object) {
  std::vector<std::string> names;
  const auto add = [](hid_t, const char* name, const H5A_info_t*, void* all) -> herr_t {
    static_cast<std::vector<std::string>*>(all)->emplace_back(name);
    return 0;
  };
  H5Aiterate(object, H5_INDEX_NAME, H5_ITER_INC, nullptr, add, &names);
  return names;
}

// A list of few elements, one element, or none at all.
Space some_space(Random& random) {
  const hsize_t extents[2]{below(random, 4), 1 + below(random, 3)};
  if (one_in(random, 6)) return Space(H5Screate(H5S_NULL));
  if (one_in(random, 3)) return Space(H5Screate(H5S_SCALAR));
  return Space(H5Screate_simple(one_in(random, 4) ? 2 : 1, extents, nullptr));
}

Type some_type(Random& random) {
  const hid_t kNumbers[]{H5T_STD_I8BE, H5T_STD_U16LE, H5T_STD_I64LE, H5T_IEEE_F32BE,
                         H5T_IEEE_F64LE};
  if (!one_in(random, 3)) {
    Type text(H5Tcopy(H5T_C_S1));
    H5Tset_size(text.get(), one_in(random, 2) ? H5T_VARIABLE : 1 + below(random, 40));
    H5Tset_strpad(text.get(), one_in(random, 2) ? H5T_STR_NULLPAD : H5T_STR_SPACEPAD);
    return text;
  }
  if (one_in(random, 4)) return Type(H5Tcreate(H5T_OPAQUE, 4));
  if (one_in(random, 4)) return Type(H5Tvlen_create(H5T_NATIVE_INT));
  return Type(H5Tcopy(any_of(random, kNumbers)));
}

void write_attribute(hid_t object, const std::string& name, Random& random) {
  const Space space = some_space(random);
  const Type type = some_type(random);
  H5Adelete(object, name.c_str());
  const Attribute attribute(
      H5Acreate2(object, name.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT));
  if (!attribute || H5Tis_variable_str(type.get()) > 0 || H5Tget_class(type.get()) == H5T_VLEN) {
    return;
  }
  constexpr std::size_t kMost = 4 * 3 * 64;  // elements of at most 64 bytes
  std::array<char, kMost> data{};
  for (char& byte : data) byte = one_in(random, 8) ? '\0' : static_cast<char>(random() & 0xFFU);
  if (one_in(random, 2)) std::strncpy(data.data(), any_of(random, kPaths), data.size() - 1);
  H5Awrite(attribute.get(), type.get(), data.data());
}

// One text of fixed length, as h5py writes it.
void write_text(hid_t object, const char* name, const std::string& text) {
  const Type type(H5Tcopy(H5T_C_S1));
  const Space space(H5Screate(H5S_SCALAR));
  if (text.empty() || H5Tset_size(type.get(), text.size()) < 0) return;
  H5Adelete(object, name);
  const Attribute attribute(
      H5Acreate2(object, name, type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT));
  if (attribute) H5Awrite(attribute.get(), type.get(), text.data());
}

// Whether there was such text.
bool damage_model_config(hid_t file, Random& random) {
  const Attribute attribute(H5Aopen(file, "model_config", H5P_DEFAULT));
  if (!attribute) return false;
  const Type type(H5Aget_type(attribute.get()));
  const Space space(H5Aget_space(attribute.get()));
  const bool is_one_text =
      H5Tget_class(type.get()) == H5T_STRING && H5Sget_simple_extent_npoints(space.get()) == 1;
  if (!is_one_text) return false;
  std::string text;
  if (H5Tis_variable_str(type.get()) > 0) {
    char* data = nullptr;
    if (H5Aread(attribute.get(), type.get(), &data) < 0 || data == nullptr) return false;
    text = data;
    H5free_memory(data);
  } else {
    text.resize(H5Tget_size(type.get()));
    if (H5Aread(attribute.get(), type.get(), text.data()) < 0) return false;
  }
  // The format keeps at most 64 KB in an attribute.
  constexpr std::size_t kMost = 60'000;
  write_text(file, "model_config", damage_json(text, random).substr(0, kMost));
  return true;
}

void change_attribute(hid_t object, Random& random) {
  const auto names = attributes_of(object);
  if (names.empty() || one_in(random, 4)) {
    write_attribute(object, any_of(random, kNames), random);
  } else if (one_in(random, 3)) {
    H5Adelete(object, any_of(random, names).c_str());
  } else if (one_in(random, 3)) {
    H5Arename(object, any_of(random, names).c_str(), any_of(random, kNames));
  } else {
    write_attribute(object, any_of(random, names), random);
  }
}

// An array of any type and shape; most of its values are never written, as a file may have it.
void write_array(hid_t file, const std::string& path, Random& random) {
  const hsize_t kExtents[]{0, 1, 2, 3, 8, 100, hsize_t{1} << 20, hsize_t{1} << 40};
  std::array<hsize_t, 5> extents{};
  for (hsize_t& extent : extents) extent = any_of(random, kExtents);
  const Space space(one_in(random, 6) ? H5Screate(H5S_NULL)
                                      : H5Screate_simple(static_cast<int>(below(random, 6)),
                                                         extents.data(), nullptr));
  const Type type = some_type(random);
  const PropertyList creation(H5Pcreate(H5P_DATASET_CREATE));
  constexpr std::array<hsize_t, 5> kChunk{1, 1, 1, 1, 1};
  const int rank = H5Sget_simple_extent_ndims(space.get());
  if (one_in(random, 2) && rank > 0) H5Pset_chunk(creation.get(), rank, kChunk.data());
  if (one_in(random, 4)) H5Pset_deflate(creation.get(), 1);
  if (one_in(random, 8)) H5Pset_external(creation.get(), "elsewhere", 0, H5F_UNLIMITED);
  if (one_in(random, 8)) H5Pset_fill_time(creation.get(), H5D_FILL_TIME_NEVER);
  H5Pset_alloc_time(creation.get(), H5D_ALLOC_TIME_LATE);
  H5Ldelete(file, path.c_str(), H5P_DEFAULT);
  const Object array(H5Dcreate2(file, path.c_str(), type.get(), space.get(), H5P_DEFAULT,
                                creation.get(), H5P_DEFAULT));
}

void change_link(hid_t file, const std::vector<std::string>& paths, Random& random) {
  const std::string path = any_of(random, paths);
  const std::string from = any_of(random, paths);
  const std::string to = one_in(random, 3) ? path + "/" + any_of(random, kPaths) : path;
  H5Ldelete(file, to.c_str(), H5P_DEFAULT);
  switch (below(random, 5)) {
    case 0:
      H5Lcreate_hard(file, from.c_str(), file, to.c_str(), H5P_DEFAULT, H5P_DEFAULT);
      break;
    case 1:
      H5Lcreate_soft(from.c_str(), file, to.c_str(), H5P_DEFAULT, H5P_DEFAULT);
      break;
    case 2:
      H5Lcreate_external("elsewhere.h5", from.c_str(), file, to.c_str(), H5P_DEFAULT, H5P_DEFAULT);
      break;
    case 3:
      H5Lmove(file, from.c_str(), file, to.c_str(), H5P_DEFAULT, H5P_DEFAULT);
      break;
    default:
      const Object group(H5Gcreate2(file, to.c_str(), H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
  }
}

void change(hid_t file, Random& random) {
  const auto paths = paths_of_all(file);
  if (paths.empty()) return;
  const std::string& path = any_of(random, paths);
  const std::size_t what = below(random, 8);
  if (what < 3 && damage_model_config(file, random)) return;
  if (what < 5) {
    const Object object(H5Oopen(file, path.c_str(), H5P_DEFAULT));
    if (object) change_attribute(object.get(), random);
  } else if (what < 7) {
    write_array(file, path, random);
  } else {
    change_link(file, paths, random);
  }
}

}  // namespace

Bytes edit_hdf5(const Bytes& seed, Random& random) {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  const PropertyList access(H5Pcreate(H5P_FILE_ACCESS));
  constexpr std::size_t kIncrement = 4096;
  H5Pset_fapl_core(access.get(), kIncrement, false);
  Bytes image = seed;  // the library copies it
  H5Pset_file_image(access.get(), image.data(), image.size());
  const Hdf5Handle<H5Fclose> file(H5Fopen("image", H5F_ACC_RDWR, access.get()));
  if (!file) return {};
  for (std::size_t changes = 1 + below(random, 3); changes > 0; --changes) {
    change(file.get(), random);
  }
  if (H5Fflush(file.get(), H5F_SCOPE_LOCAL) < 0) return {};
  const ssize_t size = H5Fget_file_image(file.get(), nullptr, 0);
  constexpr ssize_t kMost = ssize_t{1} << 22;
  if (size <= 0 || size > kMost) return {};
  Bytes edited(static_cast<std::size_t>(size));
  if (H5Fget_file_image(file.get(), edited.data(), edited.size()) < 0) return {};
  return edited;
}

}  // namespace convlens::fuzz
