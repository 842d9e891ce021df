#include "media/sets/idx_set.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <system_error>
#include <utility>

#include "media/idx.h"
#include "media/text_file.h"

namespace convlens::media {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kGzEnding = ".gz";
constexpr std::size_t kMostMappingBytes = std::size_t{1} << 20;

bool replace(std::string& text, std::string_view from, std::string_view to) {
  const std::size_t at = text.rfind(from);
  if (at == std::string::npos) return false;
  text.replace(at, from.size(), to);
  return true;
}

// The same name packed, or not.
fs::path otherwise_packed(const fs::path& path) {
  if (path.extension() == kGzEnding) return fs::path(path).replace_extension();
  return fs::path(path) += kGzEnding;
}

fs::path whichever_is_there(fs::path path) {
  std::error_code unknown;
  if (fs::exists(path, unknown)) return path;
  fs::path other = otherwise_packed(path);
  return fs::exists(other, unknown) ? other : path;
}

// EMNIST's: "LABEL CODE [CODE of the small letter]" a line. None where it is something else.
std::vector<std::string> mapped_names(const fs::path& file) {
  const auto text = read_text_lines(file, kMostMappingBytes);
  if (!text) return {};
  std::vector<std::string> names;
  for (const std::string& line : text->lines) {
    std::istringstream fields(line);
    int label = -1;
    int code = 0;
    constexpr int kMostLabel = 255;
    if (!(fields >> label >> code)) continue;
    if (label < 0 || label > kMostLabel || code <= ' ' || code > '~') return {};
    names.resize(std::max(names.size(), static_cast<std::size_t>(label) + 1));
    names[static_cast<std::size_t>(label)] = std::string(1, static_cast<char>(code));
  }
  return names;
}

std::vector<std::string> class_names_beside(const fs::path& labels) {
  const std::string name = labels.filename().string();
  if (!name.starts_with("emnist-")) return {};
  const std::size_t end = name.find('-', std::string_view("emnist-").size());
  if (end == std::string::npos) return {};
  return mapped_names(labels.parent_path() / (name.substr(0, end) + "-mapping.txt"));
}

}  // namespace

Result<IdxPair> idx_pair(const fs::path& path) {
  std::string other = path.filename().string();
  const bool is_pictures = replace(other, "images", "labels") && replace(other, "idx3", "idx1");
  if (is_pictures) return IdxPair{path, whichever_is_there(path.parent_path() / other)};
  other = path.filename().string();
  const bool is_labels = replace(other, "labels", "images") && replace(other, "idx1", "idx3");
  if (is_labels) return IdxPair{whichever_is_there(path.parent_path() / other), path};
  return fail(
      "{}: the idx file's labels are found by its name, one as train-images-idx3-ubyte expected",
      path.string());
}

Result<LabelledPictures> open_idx_set(const fs::path& path) {
  TRY_ASSIGN(const auto pair, idx_pair(path));
  TRY_ASSIGN(auto pictures, read_idx(pair.pictures));
  TRY_ASSIGN(auto labels, read_idx(pair.labels));
  const Shape& shape = pictures.shape;
  if (shape.rank() != 3) {
    return fail("{}: expected pictures (3 axes), found labels", pair.pictures.string());
  }
  if (labels.shape.rank() != 1) {
    return fail("{}: expected labels (1 axis), found pictures", pair.labels.string());
  }
  TRY(check_counts(pictures.item_count(), labels.item_count(), pair.pictures.string()));
  LabelledPictures set{pair.pictures.filename().string(),
                       Shape{shape[0], shape[1], shape[2], 1},
                       std::move(pictures.values),
                       {labels.values.begin(), labels.values.end()}};
  set.class_names = class_names_beside(pair.labels);
  return set;
}

}  // namespace convlens::media
