#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

struct zip;

namespace convlens {

// What a file may ask for before it is refused.
struct ZipLimits {
  std::int64_t max_entries = 10'000;
  std::uint64_t max_entry_bytes = std::uint64_t{1} << 32;
  std::uint64_t max_total_bytes = std::uint64_t{1} << 34;  // of all entries together
  // Uncompressed bytes for each compressed one, of entries above ratio_counts_from_bytes. Weights
  // hardly shrink and JSON shrinks to a tenth; only made-up data reach the hundreds.
  std::uint64_t max_ratio = 200;
  std::uint64_t ratio_counts_from_bytes = std::uint64_t{1} << 20;
};

// A zip file in memory, of which single entries are read. Opening it checks the table of contents
// against the limits and refuses names that occur twice, lead out of the archive ("../x", "/x",
// "C:x") or hold backslashes or control characters, and entries that are encrypted or compressed in
// another way than zip's own (deflate). Nothing is ever written to disk.
class ZipArchive {
 public:
  // `name` is what error messages call the file.
  static Result<ZipArchive> open(std::vector<std::byte> bytes, std::string name,
                                 const ZipLimits& limits = {});

  // In the order of the table of contents.
  std::vector<std::string> names() const;
  bool contains(std::string_view entry) const;
  // The entry's bytes, checked against its CRC.
  Result<std::vector<std::byte>> read(std::string_view entry) const;

 private:
  struct Discard {
    void operator()(zip* archive) const;
  };

  struct Entry {
    std::string name;
    std::uint64_t index = 0;
    std::uint64_t bytes = 0;
  };

  ZipArchive(std::vector<std::byte> bytes, std::string name);
  Status list_entries(const ZipLimits& limits);
  Status add_entry(std::uint64_t index, const ZipLimits& limits);
  const Entry* find(std::string_view entry) const;

  std::vector<std::byte> bytes_;
  std::string name_;
  std::unique_ptr<zip, Discard> archive_;  // reads from bytes_
  std::vector<Entry> entries_;             // by name
};

// The names in a zip file's table of contents, which alone is read; none where the file is no zip
// archive, or holds more than the limits allow.
std::vector<std::string> zip_names(const std::filesystem::path& path);

struct ZipMember {
  std::string name;
  std::vector<std::byte> content;
  bool packed = false;  // by zip's own compression
};

// The bytes of an archive of these, in this order; the same members give the same bytes at any
// time. `name` is what error messages call the file. Refuses no members and the names that
// ZipArchive does.
Result<std::vector<std::byte>> zip_bytes(std::span<const ZipMember> members,
                                         const std::string& name);

}  // namespace convlens
