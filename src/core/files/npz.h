#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/files/npy.h"
#include "core/result.h"
#include "core/tensor.h"

// NumPy's .npz: a zip archive of .npy files, as savez() and savez_compressed() write it.
namespace convlens {

struct NamedArray {
  std::string name;  // as NumPy has it, without ".npy"
  NpyArray array;
};

// All arrays, in the file's order; what parse_npy() refuses in one of them is an error, and so is
// an entry that is no .npy file. The file's own table of contents is held to limits before anything
// is unpacked. `name` is what error messages call the data.
Result<std::vector<NamedArray>> parse_npz(std::vector<std::byte> bytes, const std::string& name);
Result<std::vector<NamedArray>> read_npz(const std::filesystem::path& path);

// One array: the only one, or else the first of these names that the file holds. The others are
// not unpacked. An error that names the arrays there where neither is so.
Result<NpyArray> parse_npz_array(std::vector<std::byte> bytes, const std::string& name,
                                 std::span<const std::string_view> wanted);
Result<NpyArray> read_npz_array(const std::filesystem::path& path,
                                std::span<const std::string_view> wanted);

struct NamedView {
  std::string name;
  TensorView values;
};

// Each as npy_bytes() has it, not compressed; the same arrays give the same bytes at any time.
// Refuses names that no entry of a zip archive can have, and the same name twice. Written beside
// and renamed.
Status write_npz(const std::filesystem::path& path, std::span<const NamedView> arrays);

}  // namespace convlens
