#include "core/files/new_file.h"

#include <cerrno>
#include <random>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/files/file.h"

namespace convlens {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> unwritable(const fs::path& path, int code) {
  const Word reason = word(std::generic_category().message(code));
  if (code == ENOENT) {
    return fail("{}: the folder to write to does not exist ({})", path.string(), reason);
  }
  return fail("{}: the file cannot be written ({})", path.string(), reason);
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

}  // namespace

Result<NewFile> NewFile::create(const fs::path& path) {
  if (!path.has_filename()) {
    return fail("{}: this names no file to write", path.empty() ? "\"\"" : path.string());
  }
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (error && status.type() == fs::file_type::none) return unwritable(path, error.value());
  if (fs::is_directory(status)) return fail("{}: this is a folder, not a file", path.string());

  NewFile made(path);
  made.exists_ = fs::exists(status);
  if (made.exists_) {
    // A rename would replace a file that is write-protected; opening it for change respects that.
    errno = 0;
    FileHandle present(std::fopen(path.c_str(), fs::is_regular_file(status) ? "r+b" : "wb"));
    if (present == nullptr) return unwritable(path, errno);
    if (!fs::is_regular_file(status)) {
      made.file_ = std::move(present);
      return made;
    }
  }
  // Through a symbolic link to the file it points to, so that the link stays a link.
  made.target_ = made.exists_ ? fs::canonical(path, error) : link_target(path);
  if (error && made.exists_) return unwritable(path, error.value());
  const fs::path folder = made.target_.parent_path();
  if (!made.exists_ && made.target_ != path && !folder.empty() &&
      !fs::is_directory(folder, error)) {
    return fail("{}: the link points to {}, whose folder does not exist", path.string(),
                made.target_.string());
  }
  TRY(made.open_beside());
  return made;
}

Status NewFile::open_beside() {
  for (int attempt = 0; attempt < 8 && file_ == nullptr; ++attempt) {
    fs::path beside = name_beside(target_);
    errno = 0;
    file_.reset(std::fopen(beside.c_str(), "wbx"));
    if (file_ != nullptr) beside_ = std::move(beside);
    if (file_ == nullptr && errno != EEXIST) break;
  }
  return file_ == nullptr ? Status(unwritable(path_, errno)) : Status();
}

NewFile::~NewFile() {
  file_.reset();
  std::error_code ignored;
  if (!beside_.empty()) fs::remove(beside_, ignored);
}

Status NewFile::write(std::span<const std::byte> bytes) {
  errno = 0;
  // An empty span may have no address, which fwrite does not allow.
  if (!bytes.empty() && std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
    return unwritable(path_, errno);
  }
  return {};
}

Status NewFile::seek(std::uint64_t offset) {
  errno = 0;
  if (std::fseek(file_.get(), static_cast<long>(offset), SEEK_SET) != 0) {
    return unwritable(path_, errno);
  }
  return {};
}

Status NewFile::keep() {
  // Closing writes what is still buffered, and some file systems report a full disk only here.
  errno = 0;
  if (std::fclose(file_.release()) != 0) return unwritable(path_, errno);
  if (beside_.empty()) return {};
  std::error_code error;
  // Some file systems have no permissions to copy: the content matters more.
  if (exists_) fs::permissions(beside_, fs::status(target_, error).permissions(), error);
  fs::rename(beside_, target_, error);
  if (error) return unwritable(path_, error.value());
  beside_.clear();
  return {};
}

}  // namespace convlens
