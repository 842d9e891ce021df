#include "media/sets/open_labelled.h"

#include <string_view>
#include <system_error>
#include <vector>

#include "core/files/file.h"
#include "core/files/file_name.h"
#include "media/idx.h"
#include "media/sets/array_set.h"
#include "media/sets/cifar_binary.h"
#include "media/sets/cifar_pickle.h"
#include "media/sets/idx_set.h"
#include "media/sets/pickle.h"

namespace convlens::media {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSetStart = 16;  // bytes, in which each shows its mark

bool is_cifar_binary(const fs::path& path, std::span<const std::byte> start) {
  if (is_named_as_cifar_binary(path)) return true;
  std::error_code unknown;
  return has_ending(path, ".bin") && may_be_cifar_binary(fs::file_size(path, unknown), start);
}

}  // namespace

std::optional<SetKind> set_kind(const fs::path& path) {
  std::error_code unknown;
  if (fs::is_directory(path, unknown)) {
    return is_class_folders(path) ? std::optional(SetKind::kClassFolders) : std::nullopt;
  }
  // What is read of a pipe is gone from it, and some never end.
  if (!fs::is_regular_file(path, unknown)) return std::nullopt;
  const std::vector<std::byte> bytes = read_start(path, kSetStart);
  const std::string_view start(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (start.starts_with("\x93NUMPY")) {
    return npy_pair(path) ? std::optional(SetKind::kNpy) : std::nullopt;
  }
  if (start.starts_with("PK")) {
    return holds_labelled(path) ? std::optional(SetKind::kNpz) : std::nullopt;
  }
  if (is_cifar_binary(path, bytes)) return SetKind::kCifarBinary;
  if (begins_as_idx(bytes)) return SetKind::kIdx;
  if (begins_as_pickle(bytes)) return SetKind::kCifarPickle;
  return std::nullopt;
}

Result<LabelledPictures> open_labelled(const fs::path& path, const WantedPictures& wanted,
                                       const std::atomic<bool>* dropped) {
  const auto kind = set_kind(path);
  if (!kind) {
    std::error_code unknown;
    if (!fs::exists(path, unknown)) return fail("{}: there is no such file", path.string());
    return fail(
        "{}: no pictures with labels are known in it: idx, CIFAR's batches, .npz, .npy with labels"
        " beside it, or a folder with a subfolder for each class expected",
        path.string());
  }
  switch (*kind) {
    case SetKind::kIdx:
      return open_idx_set(path);
    case SetKind::kCifarBinary:
      return open_cifar_binary(path);
    case SetKind::kCifarPickle:
      return open_cifar_pickle(path);
    case SetKind::kNpz:
      return open_npz_set(path);
    case SetKind::kNpy:
      return open_npy_set(path);
    case SetKind::kClassFolders:
      return open_class_folders(path, wanted, dropped);
  }
  return fail("{}: no pictures with labels are known in it", path.string());
}

}  // namespace convlens::media
