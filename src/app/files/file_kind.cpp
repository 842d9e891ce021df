#include "app/files/file_kind.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "core/files/file.h"
#include "core/files/file_name.h"
#include "core/files/zip_archive.h"
#include "loaders/common/network_format.h"
#include "loaders/common/stranger.h"
#include "media/formats/picture_header.h"
#include "media/idx.h"
#include "media/moving/moving_picture.h"
#include "media/sets/open_labelled.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kStart = 64;  // bytes, in which every format shows its mark
constexpr std::string_view kNpyMark = "\x93NUMPY";
constexpr std::string_view kZipMark = "PK\x03\x04";

bool holds_session(const std::vector<std::string>& names) {
  const auto holds = [&names](const char* name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return holds(kSessionText) && holds(kSessionData);
}

bool holds_arrays(const std::vector<std::string>& names) {
  return !names.empty() && std::all_of(names.begin(), names.end(), [](const std::string& name) {
    return has_ending(name, ".npy");
  });
}

// Arrays with labels, and what nothing else begins as.
FileKind with_labels(FileKind kind, const fs::path& path) {
  const auto set = media::set_kind(path);
  if (!set) return kind;
  if (auto* array = std::get_if<ArrayFile>(&kind)) array->labelled = true;
  if (is<UnknownFile>(kind)) return LabelledFile{};
  return kind;
}

FileKind kind_of_content(const fs::path& path) {
  const std::vector<std::byte> bytes = read_start(path, kStart);
  const std::string_view start(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (start.starts_with(kNpyMark)) return ArrayFile{};
  if (start.starts_with(kZipMark)) {
    const std::vector<std::string> names = zip_names(path);
    if (holds_arrays(names)) return ArrayFile{.packed = true};
    if (holds_session(names)) return SessionFile{};
  }
  if (media::is_animation(path) || media::begins_as_video(path)) return MovingFile{};
  if (media::begins_as_picture(bytes)) return PictureFile{};
  if (media::begins_as_idx(bytes)) return IdxFile{};
  if (loaders::network_format_by_content(path) || loaders::stranger(path)) return NetworkFile{};
  return UnknownFile{};
}

}  // namespace

FileKind kind_of_name(const fs::path& path) {
  const auto ends_in = [&path](std::string_view ending) { return has_ending(path, ending); };
  const auto pictures = media::picture_endings();
  const bool is_picture = std::any_of(pictures.begin(), pictures.end(),
                                      [&](const auto& known) { return ends_in(known.ending); });
  if (is_picture) return PictureFile{};
  const auto moving = media::moving_endings();
  if (std::any_of(moving.begin(), moving.end(), ends_in)) return MovingFile{};
  if (loaders::network_format_by_name(path)) return NetworkFile{};
  if (ends_in(".npy")) return ArrayFile{};
  if (ends_in(".npz")) return ArrayFile{.packed = true};
  if (ends_in(".txt")) return NamesFile{};
  if (ends_in(kSessionEnding)) return SessionFile{};
  if (ends_in(kLessonEnding)) return LessonFile{};
  return UnknownFile{};
}

FileKind kind_of(const fs::path& path) {
  const FileKind told = with_labels(kind_of_content(path), path);
  return is<UnknownFile>(told) ? kind_of_name(path) : told;
}

}  // namespace convlens::app
