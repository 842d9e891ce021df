#include "core/files/file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>

#include "core/files/new_file.h"

namespace convlens {
namespace {

namespace fs = std::filesystem;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using FileHandle = std::unique_ptr<std::FILE, CloseFile>;

// strerror(), but safe to call from several threads.
Word reason(int code) { return word(std::generic_category().message(code)); }

tl::unexpected<Error> unreadable(const fs::path& path, int code) {
  if (code == ENOENT) return fail("{}: there is no such file ({})", path.string(), reason(code));
  return fail("{}: the file cannot be read ({})", path.string(), reason(code));
}

tl::unexpected<Error> too_large(const fs::path& path, std::size_t max_bytes) {
  return fail("{}: the file is too large, at most {} bytes are read", path.string(), max_bytes);
}

// Reads to the end, whatever the size was when the file was opened: a pipe has none, and a file
// may grow or shrink in the meantime.
Result<std::vector<std::byte>> read_all(std::FILE* file, const fs::path& path, std::size_t expected,
                                        std::size_t max_bytes) {
  constexpr std::size_t kGrowth = std::size_t{1} << 20;
  std::vector<std::byte> bytes;
  std::size_t used = 0;
  for (;;) {
    // One byte more than expected, so that the end is met without another round.
    bytes.resize(used == 0 ? expected + 1 : used + std::max(kGrowth, used / 2));
    used += std::fread(bytes.data() + used, 1, bytes.size() - used, file);
    if (std::ferror(file) != 0) return unreadable(path, errno);
    if (used > max_bytes) return too_large(path, max_bytes);
    if (used < bytes.size()) break;
  }
  bytes.resize(used);
  return bytes;
}

}  // namespace

Result<std::vector<std::byte>> read_file(const fs::path& path, std::size_t max_bytes) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (error) return unreadable(path, error.value());
  if (fs::is_directory(status)) return fail("{}: this is a folder, not a file", path.string());
  if (!fs::is_regular_file(status) && !fs::is_fifo(status)) {
    return fail("{}: this is a device, not a file", path.string());
  }
  std::size_t expected = 0;
  if (fs::is_regular_file(status)) {
    const std::uintmax_t size = fs::file_size(path, error);
    if (error) return unreadable(path, error.value());
    if (size > max_bytes) return too_large(path, max_bytes);
    expected = static_cast<std::size_t>(size);
  }
  errno = 0;
  const FileHandle file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return unreadable(path, errno);
  try {
    return read_all(file.get(), path, expected, max_bytes);
  } catch (const std::bad_alloc&) {
    return fail("{}: there is not enough memory to read the file", path.string());
  } catch (const std::length_error&) {
    return fail("{}: there is not enough memory to read the file", path.string());
  }
}

std::vector<std::byte> read_start(const fs::path& path, std::size_t count) {
  std::error_code error;
  if (!fs::is_regular_file(path, error)) return {};
  const FileHandle file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return {};
  std::vector<std::byte> bytes(count);
  bytes.resize(std::fread(bytes.data(), 1, count, file.get()));
  return bytes;
}

fs::path link_target(fs::path path) {
  constexpr int kMostLinks = 40;  // as Linux follows
  std::error_code error;
  for (int i = 0; i < kMostLinks && fs::is_symlink(path, error); ++i) {
    const fs::path next = fs::read_symlink(path, error);
    if (error) return path;
    path = path.parent_path() / next;  // an absolute one replaces it
  }
  return path;
}

Status write_file(const fs::path& path, std::span<const std::byte> bytes) {
  TRY_ASSIGN(auto file, NewFile::create(path));
  TRY(file.write(bytes));
  return file.keep();
}

}  // namespace convlens
