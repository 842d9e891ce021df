#pragma once

#include <hdf5.h>

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"

// Reading HDF5, only as far as Keras' files need it. The library crashes on some damaged files, so
// all of this belongs into a process of its own (loaders/isolation/isolated.h). Links to other
// files, external storage and plug-in filters are refused: a model is one file.
namespace convlens::loaders {

// An identifier of the library, closed by the function that fits its type. Invalid where opening
// failed.
template <herr_t (*close)(hid_t)>
class Hdf5Handle {
 public:
  Hdf5Handle() = default;
  explicit Hdf5Handle(hid_t id) : id_(id) {}
  Hdf5Handle(Hdf5Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
  Hdf5Handle& operator=(Hdf5Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Hdf5Handle() {
    if (id_ >= 0) close(id_);
  }

  explicit operator bool() const { return id_ >= 0; }
  hid_t get() const { return id_; }

 private:
  hid_t id_ = H5I_INVALID_HID;
};

// A group of the file. Paths are relative to it, parts divided by '/'; names given to error
// messages are made of whole paths.
class Hdf5Group {
 public:
  const std::string& path() const { return path_; }
  bool has_attribute(std::string_view name) const;
  // One string, of fixed or variable length.
  Result<std::string> text_attribute(std::string_view name) const;
  // A list of strings. Keras cuts a long one into NAME0, NAME1, ... An empty list is stored as one
  // of numbers.
  Result<std::vector<std::string>> text_list_attribute(std::string_view name) const;
  bool has(std::string_view path) const;
  Result<Hdf5Group> group(std::string_view path) const;
  // Any float or integer type, as float32, also bfloat16 as Keras 3 writes it; C order.
  Result<Tensor> dataset(std::string_view path) const;

  struct Member {
    std::string name;
    bool is_group = false;  // else a data set
  };
  // In the order of the names' bytes.
  Result<std::vector<Member>> members() const;

 private:
  friend class Hdf5File;
  using Handle = Hdf5Handle<H5Oclose>;
  Hdf5Group(Handle handle, std::string path, std::shared_ptr<std::size_t> budget)
      : handle_(std::move(handle)), path_(std::move(path)), budget_(std::move(budget)) {}

  // The object at the end of the path, all links to it being within the file.
  Result<Handle> open(std::string_view path) const;
  Result<Tensor> read_values(hid_t dataset, const std::string& path) const;
  Result<std::vector<std::string>> text_attribute_values(const std::string& name) const;
  std::string full_path(std::string_view path) const;

  Handle handle_;
  std::string path_;
  std::shared_ptr<std::size_t> budget_;  // bytes that data sets may still take
};

class Hdf5File {
 public:
  // max_bytes: what all data sets together may take as float32.
  static Result<Hdf5File> open(const std::filesystem::path& path, std::size_t max_bytes);
  // From memory. `name` is what error messages call the file.
  static Result<Hdf5File> open(std::vector<std::byte> bytes, const std::string& name,
                               std::size_t max_bytes);

  // Errors of groups and data sets do not name the file; whoever reads adds it.
  Result<Hdf5Group> root() const;

 private:
  std::vector<std::byte> bytes_;  // that file_ reads, where it is in memory
  Hdf5Handle<H5Fclose> file_;
  std::shared_ptr<std::size_t> budget_;
};

}  // namespace convlens::loaders
