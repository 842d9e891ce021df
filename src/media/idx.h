#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/shape.h"

namespace convlens::media {

// The 8-bit content of an idx file, the format of MNIST and its kin: pictures (N, H, W), or labels
// (N,), values 0 to 255 in row-major order.
struct IdxArray {
  Shape shape;
  std::vector<std::uint8_t> values;

  std::int64_t item_count() const { return shape[0]; }
  // One picture or label; index in [0, item_count()).
  std::span<const std::uint8_t> item(std::int64_t index) const;
};

// Whether a file begins as idx data of bytes do, or as an archive that gzip packed.
bool begins_as_idx(std::span<const std::byte> start);

// idx: two zero bytes, the type (8: unsigned byte, the only one read here), the number of axes, and
// for each its extent as 32 bits, big end first; then the values, and nothing else. Packed by gzip
// (idx.gz) or not. Nothing is taken for more than the header tells, nor for more than 1 GiB. `name`
// is what error messages call the data.
Result<IdxArray> parse_idx(std::span<const std::byte> bytes, std::string_view name);
Result<IdxArray> read_idx(const std::filesystem::path& path);

}  // namespace convlens::media
