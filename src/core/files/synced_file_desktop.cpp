#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "core/files/synced_file.h"

namespace convlens {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnersAlone = 0600;

tl::unexpected<Error> failed(const fs::path& path, int code) {
  return fail("{}: this cannot be written ({})", path.string(),
              word(std::generic_category().message(code)));
}

Result<FileNumber> opened(const fs::path& path, int flags) {
  // A variadic function of POSIX.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg)
  const int number = ::open(path.c_str(), flags | O_CLOEXEC, kOwnersAlone);
  if (number < 0) return failed(path, errno);
  return FileNumber(number);
}

// 0, or why not all was written.
int write_all(int file, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    if (written == 0) return EIO;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

FileNumber::~FileNumber() {
  if (number_ >= 0) ::close(number_);
}

Result<std::optional<FileNumber>> lock_file(const fs::path& path) {
  TRY_ASSIGN(auto file, opened(path, O_RDWR | O_CREAT));
  if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) return std::optional(std::move(file));
  if (errno == EWOULDBLOCK) return std::optional<FileNumber>();
  return failed(path, errno);
}

Result<GrowingFile> GrowingFile::open(const fs::path& path) {
  TRY_ASSIGN(auto file, opened(path, O_WRONLY | O_CREAT | O_APPEND));
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0) return failed(path, errno);
  return GrowingFile(std::move(file), path, static_cast<std::uint64_t>(facts.st_size));
}

Status GrowingFile::append(std::span<const std::byte> bytes) {
  int code = write_all(file_.get(), bytes);
  if (code == 0 && ::fdatasync(file_.get()) != 0) code = errno;
  if (code == 0) {
    size_ += bytes.size();
    return {};
  }
  // What of the piece is there would be taken for the beginning of the next.
  if (::ftruncate(file_.get(), static_cast<off_t>(size_)) != 0) code = errno;
  return failed(path_, code);
}

Status write_synced(const fs::path& path, std::span<const std::byte> bytes) {
  fs::path beside = path;
  beside += "." + std::to_string(::getpid()) + kUnfinished;  // another process may write the same
  TRY_ASSIGN(const auto file, opened(beside, O_WRONLY | O_CREAT | O_TRUNC));
  int code = write_all(file.get(), bytes);
  if (code == 0 && ::fsync(file.get()) != 0) code = errno;
  if (code == 0 && ::rename(beside.c_str(), path.c_str()) != 0) code = errno;
  if (code != 0) {
    ::unlink(beside.c_str());
    return failed(path, code);
  }
  // The new name is on the disk once its folder is.
  TRY_ASSIGN(const auto folder, opened(path.parent_path(), O_RDONLY | O_DIRECTORY));
  if (::fsync(folder.get()) != 0) return failed(path, errno);
  return {};
}

}  // namespace convlens
