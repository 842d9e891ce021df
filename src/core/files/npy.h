#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/tensor.h"

namespace convlens {

// The type that an array had on disk, for callers that scale 8- and 16-bit data to 0..1.
enum class NpyKind { kUint8, kUint16, kOtherInteger, kFloat };

struct NpyArray {
  Tensor values;  // C order, whatever the file's order was
  NpyKind kind = NpyKind::kFloat;
  std::string member = {};  // of a .npz: the array's name there
};

// NumPy's .npy, format versions 1 to 3: any integer, float or bool type, either byte order,
// C or Fortran order; values are rounded to float32. Object, string, complex and structured arrays,
// and headers that lie about the file's size, are errors. `name` is what error messages call the
// data.
Result<NpyArray> parse_npy(std::span<const std::byte> bytes, const Phrase& name);
inline Result<NpyArray> parse_npy(std::span<const std::byte> bytes, std::string_view name) {
  return parse_npy(bytes, phrase("{}", name));
}
Result<NpyArray> read_npy(const std::filesystem::path& path);

// The bytes of a file: format version 1.0, '<f4', C order.
std::vector<std::byte> npy_bytes(const TensorView& tensor);
// Written beside and renamed.
Status write_npy(const std::filesystem::path& path, const TensorView& tensor);

}  // namespace convlens
