#include "core/files/npz.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/files/file.h"
#include "core/files/zip_archive.h"
#include "core/printable.h"

namespace convlens {
namespace {

constexpr std::string_view kEnding = ".npy";

// Arrays of zeros shrink to a thousandth, so small ones may; large ones that do were made to fill
// the memory.
constexpr ZipLimits kLimits{.max_entries = 10'000,
                            .max_entry_bytes = std::uint64_t{1} << 30,
                            .max_total_bytes = std::uint64_t{1} << 30,
                            .max_ratio = 200,
                            .ratio_counts_from_bytes = std::uint64_t{1} << 24};

// The names of the arrays, in the file's order.
Result<std::vector<std::string>> array_names(const ZipArchive& zip, const std::string& file) {
  std::vector<std::string> names = zip.names();
  for (std::string& name : names) {
    if (!std::string_view(name).ends_with(kEnding)) {
      return fail("{}: the zip entry \"{}\" is no array, entries that end in .npy expected", file,
                  printable(name));
    }
    name.resize(name.size() - kEnding.size());
  }
  return names;
}

Result<ZipArchive> open_zip(std::vector<std::byte> bytes, const std::string& file) {
  constexpr std::string_view kStart = "PK";
  if (bytes.size() < kStart.size() || std::memcmp(bytes.data(), kStart.data(), 2) != 0) {
    return fail("{}: this is not a NumPy .npz file, which is a zip archive", file);
  }
  return ZipArchive::open(std::move(bytes), file, kLimits);
}

Result<NpyArray> read_entry(const ZipArchive& zip, const std::string& file,
                            const std::string& array) {
  TRY_ASSIGN(const auto content, zip.read(array + std::string(kEnding)));
  auto read = parse_npy(content, phrase("{}: the array \"{}\"", file, printable(array)));
  if (read) read->member = array;
  return read;
}

// "a", "b" and 3 more
Phrase listed(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 8;
  const auto quoted = [](const std::string& name) {
    return fmt::format("\"{}\"", printable(name));
  };
  const bool all = names.size() <= kMost;
  const std::size_t before = all ? names.size() - 1 : kMost;  // the "and"
  std::string text;
  for (std::size_t i = 0; i < before; ++i) text += (i == 0 ? "" : ", ") + quoted(names[i]);
  return all ? phrase("{} and {}", text, quoted(names.back()))
             : phrase("{} and {} more", text, names.size() - before);
}

// a or b
Phrase alternatives(std::span<const std::string_view> names) {
  if (names.empty()) return {};
  Phrase all = phrase("{}", names.front());
  for (const std::string_view name : names.subspan(1)) all = phrase("{} or {}", all, name);
  return all;
}

}  // namespace

Result<std::vector<NamedArray>> parse_npz(std::vector<std::byte> bytes, const std::string& name) {
  TRY_ASSIGN(const auto zip, open_zip(std::move(bytes), name));
  TRY_ASSIGN(auto names, array_names(zip, name));
  std::vector<NamedArray> arrays;
  for (std::string& array : names) {
    TRY_ASSIGN(auto read, read_entry(zip, name, array));
    arrays.push_back({std::move(array), std::move(read)});
  }
  return arrays;
}

Result<std::vector<NamedArray>> read_npz(const std::filesystem::path& path) {
  TRY_ASSIGN(auto bytes, read_file(path));
  return parse_npz(std::move(bytes), path.string());
}

Result<NpyArray> parse_npz_array(std::vector<std::byte> bytes, const std::string& name,
                                 std::span<const std::string_view> wanted) {
  TRY_ASSIGN(const auto zip, open_zip(std::move(bytes), name));
  TRY_ASSIGN(const auto names, array_names(zip, name));
  if (names.empty()) return fail("{}: the .npz file holds no arrays", name);
  if (names.size() == 1) return read_entry(zip, name, names.front());
  for (const std::string_view one : wanted) {
    if (std::find(names.begin(), names.end(), one) != names.end()) {
      return read_entry(zip, name, std::string(one));
    }
  }
  return fail("{}: the file holds {} arrays, {}; a single one, or one named {} expected", name,
              names.size(), listed(names), alternatives(wanted));
}

Result<NpyArray> read_npz_array(const std::filesystem::path& path,
                                std::span<const std::string_view> wanted) {
  TRY_ASSIGN(auto bytes, read_file(path));
  return parse_npz_array(std::move(bytes), path.string(), wanted);
}

Status write_npz(const std::filesystem::path& path, std::span<const NamedView> arrays) {
  std::vector<ZipMember> members;
  for (const NamedView& array : arrays) {
    members.push_back({array.name + std::string(kEnding), npy_bytes(array.values)});
  }
  TRY_ASSIGN(const auto bytes, zip_bytes(members, path.string()));
  return write_file(path, bytes);
}

}  // namespace convlens
