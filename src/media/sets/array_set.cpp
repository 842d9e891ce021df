#include "media/sets/array_set.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "core/files/npz.h"
#include "core/files/zip_archive.h"
#include "media/sets/labels.h"

namespace convlens::media {
namespace {

namespace fs = std::filesystem;

constexpr float kMostByte = 255.0f;

struct ArrayPair {
  std::string_view pictures;
  std::string_view labels;
};
constexpr std::array<ArrayPair, 4> kPairs{{{"x_test", "y_test"},
                                           {"test_images", "test_labels"},
                                           {"x_train", "y_train"},
                                           {"train_images", "train_labels"}}};

// The pair that an archive has; null where it has none.
const ArrayPair* pair_in(const fs::path& npz) {
  const std::vector<std::string> names = zip_names(npz);
  const auto has = [&names](std::string_view name) {
    return std::find(names.begin(), names.end(), std::string(name) + ".npy") != names.end();
  };
  const auto* found = std::find_if(kPairs.begin(), kPairs.end(), [&has](const ArrayPair& pair) {
    return has(pair.pictures) && has(pair.labels);
  });
  return found != kPairs.end() ? found : nullptr;
}

bool is_count_of_channels(std::int64_t extent) { return extent == 1 || extent == 3; }

// Whether each picture's channels stand in front of its rows.
bool is_channels_first(const Shape& shape) {
  return shape.rank() == 4 && is_count_of_channels(shape[1]) && !is_count_of_channels(shape[3]) &&
         shape[3] > 4;
}

Result<Shape> shape_of(const Shape& shape, std::string_view name) {
  const bool known = (shape.rank() == 3 || shape.rank() == 4) && shape.element_count() > 0;
  if (!known) {
    return fail("{}: pictures of shape {}, (N, H, W), (N, H, W, C) or (N, C, H, W) expected", name,
                to_string(shape));
  }
  if (shape.element_count() > kMostSetBytes) {
    return fail("{}: pictures of shape {} are more than {} bytes", name, to_string(shape),
                kMostSetBytes);
  }
  if (shape.rank() == 3) return Shape{shape[0], shape[1], shape[2], 1};
  if (is_channels_first(shape)) return Shape{shape[0], shape[2], shape[3], shape[1]};
  return shape;
}

// What the values are multiplied by to be bytes.
Result<float> byte_scale(const NpyArray& array, std::string_view name, std::vector<Phrase>& notes) {
  if (array.kind == NpyKind::kUint8) return 1.0f;
  float least = array.values.data()[0];
  float most = least;
  bool whole = true;
  for (const float value : array.values.values()) {
    if (!std::isfinite(value)) return fail("{}: a picture has the value {}", name, value);
    least = std::min(least, value);
    most = std::max(most, value);
    whole = whole && value == std::floor(value);
  }
  // Fractions far below 255 are of another scale, of which rounding would leave nothing.
  constexpr float kLeastBrightest = 64.0f;
  const bool other_scale = !whole && most > 1.0f && most < kLeastBrightest;
  if (least < 0.0f || most > kMostByte || other_scale) {
    return fail("{}: the pictures' values go from {} to {}, 0 to 1 or 0 to 255 expected", name,
                least, most);
  }
  const bool units = array.kind == NpyKind::kFloat && most <= 1.0f;
  if (units) {
    notes.push_back(phrase("values from 0 to 1 taken times 255 and rounded to 8 bits"));
  } else if (!whole) {
    notes.push_back(phrase("values rounded to 8 bits"));
  }
  return units ? kMostByte : 1.0f;
}

// How two .npy files are named, a star for what both share.
struct NpyNames {
  std::string_view pictures;
  std::string_view labels;
};
constexpr std::array<NpyNames, 5> kNpyNames{
    {{"x_*", "y_*"}, {"X_*", "y_*"}, {"X_*", "Y_*"}, {"*_images", "*_labels"}, {"*", "*_labels"}}};

// "x_test" from "x_*" to "y_*" is "y_test"; nothing where it is not named so.
std::optional<std::string> renamed(std::string_view stem, std::string_view from,
                                   std::string_view to) {
  const std::size_t star = from.find('*');
  const std::string_view before = from.substr(0, star);
  const std::string_view behind = from.substr(star + 1);
  const bool fits = stem.size() > before.size() + behind.size() && stem.starts_with(before) &&
                    stem.ends_with(behind);
  if (!fits) return std::nullopt;
  std::string name(to);
  const std::size_t shared = stem.size() - before.size() - behind.size();
  return name.replace(to.find('*'), 1, stem.substr(before.size(), shared));
}

}  // namespace

Result<LabelledPictures> labelled_arrays(const NpyArray& pictures, const NpyArray& labels,
                                         std::string_view name, std::string_view labels_name) {
  const Shape& stored = pictures.values.shape();
  TRY_ASSIGN(const auto shape, shape_of(stored, name));
  TRY_ASSIGN(auto classes, labels_of(labels.values, labels_name));
  TRY(check_counts(shape[0], static_cast<std::int64_t>(classes.size()), name));
  LabelledPictures set{std::string(name), shape, {}, std::move(classes)};
  TRY_ASSIGN(const auto scale, byte_scale(pictures, name, set.notes));
  const auto values = pictures.values.values();
  set.pixels.resize(values.size());
  std::transform(values.begin(), values.end(), set.pixels.begin(), [scale](float value) {
    return static_cast<std::uint8_t>(std::lround(value * scale));
  });
  if (is_channels_first(stored)) {
    set.notes.push_back(phrase("channels brought from the front to the end"));
    const std::size_t size = values.size() / static_cast<std::size_t>(shape[0]);
    std::vector<std::uint8_t> planes(size);
    for (std::size_t at = 0; at < values.size(); at += size) {
      const auto from = set.pixels.begin() + static_cast<std::ptrdiff_t>(at);
      std::copy_n(from, size, planes.begin());
      interleave(planes, static_cast<std::size_t>(shape[3]), set.pixels.data() + at);
    }
  }
  return set;
}

bool holds_labelled(const fs::path& npz) { return pair_in(npz) != nullptr; }

Result<LabelledPictures> open_npz_set(const fs::path& npz) {
  const ArrayPair* pair = pair_in(npz);
  if (pair == nullptr) {
    return fail("{}: the file holds no pictures with labels, x_test and y_test expected",
                npz.string());
  }
  TRY_ASSIGN(const auto labels, read_npz_array(npz, {&pair->labels, 1}));
  TRY_ASSIGN(const auto pictures, read_npz_array(npz, {&pair->pictures, 1}));
  const auto called = [&npz](std::string_view array) {
    return fmt::format("{}: {}", npz.string(), array);
  };
  TRY_ASSIGN(auto set,
             labelled_arrays(pictures, labels, called(pair->pictures), called(pair->labels)));
  set.name = npz.filename().string();
  set.notes.insert(set.notes.begin(), phrase("{} and {}", pair->pictures, pair->labels));
  return set;
}

std::optional<NpyPair> npy_pair(const fs::path& npy) {
  const std::string stem = npy.stem().string();
  const auto beside = [&npy](const std::string& other) {
    return npy.parent_path() / (other + npy.extension().string());
  };
  const auto is_there = [](const fs::path& path) {
    std::error_code unknown;
    return fs::is_regular_file(path, unknown);
  };
  for (const NpyNames& names : kNpyNames) {
    const auto as_pictures = renamed(stem, names.pictures, names.labels);
    if (as_pictures && is_there(beside(*as_pictures))) return NpyPair{npy, beside(*as_pictures)};
    const auto as_labels = renamed(stem, names.labels, names.pictures);
    if (as_labels && is_there(beside(*as_labels))) return NpyPair{beside(*as_labels), npy};
  }
  return std::nullopt;
}

Result<LabelledPictures> open_npy_set(const fs::path& npy) {
  const auto pair = npy_pair(npy);
  if (!pair) return fail("{}: no file of labels lies beside it", npy.string());
  TRY_ASSIGN(const auto labels, read_npy(pair->labels));
  TRY_ASSIGN(const auto pictures, read_npy(pair->pictures));
  TRY_ASSIGN(auto set,
             labelled_arrays(pictures, labels, pair->pictures.string(), pair->labels.string()));
  set.name = pair->pictures.filename().string();
  return set;
}

}  // namespace convlens::media
