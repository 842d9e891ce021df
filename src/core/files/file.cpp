#include "core/files/file.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <new>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

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

tl::unexpected<Error> unwritable(const fs::path& path, int code) {
  if (code == ENOENT) {
    return fail("{}: the folder to write to does not exist ({})", path.string(), reason(code));
  }
  return fail("{}: the file cannot be written ({})", path.string(), reason(code));
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

Status write_all(FileHandle file, const fs::path& path, std::span<const std::byte> bytes) {
  errno = 0;
  // An empty span may have no address, which fwrite does not allow.
  if (!bytes.empty() && std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size()) {
    return unwritable(path, errno);
  }
  // Closing writes what is still buffered, and some file systems report a full disk only here.
  if (std::fclose(file.release()) != 0) return unwritable(path, errno);
  return {};
}

// A name that no other writer uses. Not made from the target's, which may already be as long as
// a name can be.
fs::path name_beside(const fs::path& target) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::random_device random;
  std::string name = ".convlens-";
  for (int i = 0; i < 16; ++i) name += kDigits[random() % 16];
  fs::path beside = target;
  beside.replace_filename(name + ".part");
  return beside;
}

Status write_beside_and_rename(const fs::path& path, const fs::path& target, bool exists,
                               std::span<const std::byte> bytes) {
  fs::path beside;
  FileHandle file;
  for (int attempt = 0; attempt < 8 && file == nullptr; ++attempt) {
    beside = name_beside(target);
    errno = 0;
    file.reset(std::fopen(beside.c_str(), "wbx"));
    if (file == nullptr && errno != EEXIST) break;
  }
  if (file == nullptr) return unwritable(path, errno);

  Status written = write_all(std::move(file), path, bytes);
  std::error_code ignored;
  if (written) {
    // Some file systems have no permissions to copy: the content matters more.
    if (exists) fs::permissions(beside, fs::status(target, ignored).permissions(), ignored);
    std::error_code error;
    fs::rename(beside, target, error);
    if (error) written = unwritable(path, error.value());
  }
  if (!written) fs::remove(beside, ignored);
  return written;
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
  if (!path.has_filename()) {
    return fail("{}: this names no file to write", path.empty() ? "\"\"" : path.string());
  }
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (error && status.type() == fs::file_type::none) return unwritable(path, error.value());
  if (fs::is_directory(status)) return fail("{}: this is a folder, not a file", path.string());

  const bool exists = fs::exists(status);
  if (exists) {
    // A rename would replace a file that is write-protected; opening it for change respects that.
    errno = 0;
    FileHandle present(std::fopen(path.c_str(), fs::is_regular_file(status) ? "r+b" : "wb"));
    if (present == nullptr) return unwritable(path, errno);
    if (!fs::is_regular_file(status)) return write_all(std::move(present), path, bytes);
  }
  // Through a symbolic link to the file it points to, so that the link stays a link.
  const fs::path target = exists ? fs::canonical(path, error) : link_target(path);
  if (error && exists) return unwritable(path, error.value());
  const fs::path folder = target.parent_path();
  if (!exists && target != path && !folder.empty() && !fs::is_directory(folder, error)) {
    return fail("{}: the link points to {}, whose folder does not exist", path.string(),
                target.string());
  }
  return write_beside_and_rename(path, target, exists, bytes);
}

}  // namespace convlens
