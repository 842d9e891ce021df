#include "media/sets/cifar_binary.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/files/file.h"
#include "core/files/file_name.h"
#include "media/text_file.h"

namespace convlens::media {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNames10 = "batches.meta.txt";
constexpr const char* kNames100 = "fine_label_names.txt";
constexpr std::size_t kMostNamesBytes = std::size_t{1} << 20;

struct CifarRecord {
  int classes = 0;
  std::size_t labels = 0;        // bytes before the picture, of which the last is the class
  std::uint8_t most_coarse = 0;  // of the first of two
  const char* names = nullptr;

  std::size_t bytes() const { return labels + kCifarBytes; }
  bool divides(std::uintmax_t length) const { return length > 0 && length % bytes() == 0; }
  // Whether a record may begin so.
  bool may_begin(std::span<const std::byte> start) const {
    if (start.size() < labels) return false;
    const bool coarse = labels == 1 || std::to_integer<int>(start[0]) <= most_coarse;
    return coarse && std::to_integer<int>(start[labels - 1]) < classes;
  }
};
constexpr CifarRecord kCifar10{10, 1, 0, kNames10};
constexpr CifarRecord kCifar100{100, 2, 19, kNames100};

bool holds_all(const CifarRecord& record, std::span<const std::byte> bytes) {
  if (!record.divides(bytes.size())) return false;
  for (; !bytes.empty(); bytes = bytes.subspan(record.bytes())) {
    if (!record.may_begin(bytes)) return false;
  }
  return true;
}

// Null where it is none of them.
const CifarRecord* record_of(std::span<const std::byte> bytes) {
  if (holds_all(kCifar10, bytes)) return &kCifar10;
  return holds_all(kCifar100, bytes) ? &kCifar100 : nullptr;
}

tl::unexpected<Error> no_records(std::span<const std::byte> bytes, std::string_view name) {
  for (const CifarRecord& record : {kCifar10, kCifar100}) {
    if (!record.divides(bytes.size())) continue;
    return fail("{}: a label of CIFAR-{} is above {}, so this is no such batch, or a damaged one",
                name, record.classes, record.classes - 1);
  }
  return fail(
      "{}: {} bytes are no whole number of CIFAR's records, {} bytes each for CIFAR-10 and {} for"
      " CIFAR-100: the batch is cut short, or something else",
      name, bytes.size(), kCifar10.bytes(), kCifar100.bytes());
}

std::vector<std::string> names_in(const fs::path& file, int classes) {
  auto text = read_text_lines(file, kMostNamesBytes);
  if (!text) return {};
  std::vector<std::string> names = std::move(text->lines);
  std::erase(names, std::string());
  const bool fits = names.size() == static_cast<std::size_t>(classes);
  return fits ? names : std::vector<std::string>();
}

}  // namespace

Result<LabelledPictures> parse_cifar_binary(std::span<const std::byte> bytes,
                                            std::string_view name) {
  if (bytes.empty()) return fail("{}: the file is empty, expected a batch of CIFAR", name);
  const CifarRecord* found = record_of(bytes);
  if (found == nullptr) return no_records(bytes, name);
  const CifarRecord& record = *found;
  const std::size_t count = bytes.size() / record.bytes();
  constexpr auto kSide = static_cast<std::int64_t>(kCifarSide);
  LabelledPictures set{std::string(name),
                       Shape{static_cast<std::int64_t>(count), kSide, kSide, 3},
                       std::vector<std::uint8_t>(count * kCifarBytes),
                       {}};
  set.labels.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto one = bytes.subspan(i * record.bytes(), record.bytes());
    set.labels.push_back(std::to_integer<int>(one[record.labels - 1]));
    const auto* planes = reinterpret_cast<const std::uint8_t*>(one.data()) + record.labels;
    interleave({planes, kCifarBytes}, kCifarChannels, set.pixels.data() + i * kCifarBytes);
  }
  return set;
}

bool may_be_cifar_binary(std::uintmax_t length, std::span<const std::byte> start) {
  return (kCifar10.divides(length) && kCifar10.may_begin(start)) ||
         (kCifar100.divides(length) && kCifar100.may_begin(start));
}

bool is_named_as_cifar_binary(const fs::path& path) {
  if (!has_ending(path, ".bin")) return false;
  const std::string stem = path.stem().string();
  if (stem.starts_with("data_batch") || stem == "test_batch") return true;
  std::error_code unknown;
  return (stem == "train" || stem == "test") && fs::exists(path.parent_path() / kNames100, unknown);
}

Result<LabelledPictures> open_cifar_binary(const fs::path& path) {
  TRY_ASSIGN(const auto bytes, read_file(path, kMostSetBytes));
  TRY_ASSIGN(auto set, parse_cifar_binary(bytes, path.string()));
  set.name = path.filename().string();
  const CifarRecord& record = *record_of(bytes);
  set.class_names = names_in(path.parent_path() / record.names, record.classes);
  return set;
}

}  // namespace convlens::media
