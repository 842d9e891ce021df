#include "media/sets/cifar_pickle.h"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/files/file.h"
#include "media/sets/cifar_binary.h"
#include "media/sets/labels.h"
#include "media/sets/pickle.h"

namespace convlens::media {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostMetaBytes = std::size_t{1} << 20;

// (N, 3072) of bytes, in either order.
Result<const PickleArray*> data_of(const PickleValue& batch, std::string_view name) {
  const PickleValue* data = pickled_entry(batch, "data");
  if (data == nullptr) {
    return fail(
        "{}: the pickle is no batch of CIFAR, which is a dictionary of \"data\" and"
        " \"labels\"",
        name);
  }
  const auto* array = data->as<PickleArray>();
  const bool fits = array != nullptr && array->dtype.code == "u1" && array->shape.size() == 2 &&
                    array->shape[1] == static_cast<std::int64_t>(kCifarBytes);
  if (fits) return array;
  return fail("{}: the batch's \"data\" are no bytes of shape (N, {}), which were expected", name,
              kCifarBytes);
}

void copy_pictures(const PickleArray& array, std::vector<std::uint8_t>& pixels) {
  const auto count = static_cast<std::size_t>(array.shape[0]);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(array.bytes.data());
  std::vector<std::uint8_t> gathered(kCifarBytes);
  pixels.resize(count * kCifarBytes);
  for (std::size_t i = 0; i < count; ++i) {
    std::span<const std::uint8_t> planes(bytes + i * kCifarBytes, kCifarBytes);
    if (array.fortran_order) {
      for (std::size_t j = 0; j < kCifarBytes; ++j) gathered[j] = bytes[j * count + i];
      planes = gathered;
    }
    interleave(planes, kCifarChannels, pixels.data() + i * kCifarBytes);
  }
}

std::vector<std::string> names_beside(const fs::path& path) {
  for (const auto& [file, key] :
       {std::pair{"batches.meta", "label_names"}, std::pair{"meta", "fine_label_names"}}) {
    const auto bytes = read_file(path.parent_path() / file, kMostMetaBytes);
    if (!bytes) continue;
    const auto meta = parse_pickle(*bytes, file);
    if (!meta) continue;
    if (const PickleValue* names = pickled_entry(meta->root(), key)) return pickled_texts(*names);
  }
  return {};
}

}  // namespace

Result<LabelledPictures> parse_cifar_pickle(std::span<const std::byte> bytes,
                                            std::string_view name) {
  TRY_ASSIGN(const auto pickle, parse_pickle(bytes, name));
  const PickleValue& batch = pickle.root();
  TRY_ASSIGN(const auto* data, data_of(batch, name));
  const PickleValue* labels = pickled_entry(batch, "fine_labels");
  if (labels == nullptr) labels = pickled_entry(batch, "labels");
  std::vector<std::int64_t> numbers;
  if (labels == nullptr || !pickled_integers(*labels, numbers)) {
    return fail("{}: the batch has no \"labels\" or \"fine_labels\" that are whole numbers", name);
  }
  TRY(check_counts(data->shape[0], static_cast<std::int64_t>(numbers.size()), name));
  constexpr auto kSide = static_cast<std::int64_t>(kCifarSide);
  LabelledPictures set{std::string(name), Shape{data->shape[0], kSide, kSide, 3}, {}, {}};
  TRY_ASSIGN(set.labels, labels_of(numbers, name));
  copy_pictures(*data, set.pixels);
  return set;
}

Result<LabelledPictures> open_cifar_pickle(const fs::path& path) {
  TRY_ASSIGN(const auto bytes, read_file(path, kMostSetBytes));
  TRY_ASSIGN(auto set, parse_cifar_pickle(bytes, path.string()));
  set.name = path.filename().string();
  set.class_names = names_beside(path);
  return set;
}

}  // namespace convlens::media
