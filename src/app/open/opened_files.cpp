#include "app/open/opened_files.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/files/file_kind.h"
#include "app/open/array_input.h"
#include "app/open/array_sources.h"
#include "app/open/network_input.h"
#include "app/open/open_files.h"
#include "core/files/file_name.h"

namespace convlens::app {

namespace fs = std::filesystem;

Status OpenedFiles::check_count(std::span<const fs::path> files) {
  const auto pictures = std::count_if(files.begin(), files.end(), [](const fs::path& file) {
    const FileKind kind = kind_of_name(file);
    return is<PictureFile>(kind) || is<MovingFile>(kind);
  });
  if (static_cast<std::size_t>(pictures) <= lab::kMaxSources) return {};
  return fail("{} pictures were to be shown at once, at most {} are", pictures, lab::kMaxSources);
}

Status OpenedFiles::add(const fs::path& file, const std::optional<nn::PictureInput>& shown) {
  const FileKind kind = kind_of(file);
  if (is<NetworkFile>(kind)) return add_network(file);
  if (is<NamesFile>(kind)) {
    TRY_ASSIGN(auto names, read_class_names(file));
    class_names = std::move(names);
    return {};
  }
  const auto* array = std::get_if<ArrayFile>(&kind);
  if (is<LabelledFile>(kind) || is<IdxFile>(kind) || (array != nullptr && array->labelled)) {
    test_set = file;
    return {};
  }
  if (array != nullptr) return add_array(file, shown);
  if (is<SessionFile>(kind)) {
    return fail("{}: a session is opened by itself", file.filename().string());
  }
  if (is<LessonFile>(kind)) {
    return fail("{}: a lesson is opened by itself", file.filename().string());
  }
  TRY_ASSIGN(auto picture, open_picture(file));
  pictures.push_back(std::move(picture));
  return {};
}

Status OpenedFiles::add_array(const fs::path& file, const std::optional<nn::PictureInput>& shown) {
  std::optional<Error> no_input;
  if (shown) {
    auto as_input = open_input_array(file, *shown);
    if (as_input) {
      input = *std::move(as_input);
      return {};
    }
    no_input = std::move(as_input.error());
  }
  TRY_ASSIGN(const auto array, read_array_file(file, ArrayRole::kFilters));
  const Shape& shape = array.values.shape();
  const bool named = array.member == "filters" || array.member == "kernel";
  const bool sees_pictures = has_shape_of_filters(shape) && lab::can_see(int(shape[2]), lab::kRgb);
  if (!named && !sees_pictures) {
    if (no_input) return fail(*std::move(no_input));
    arrays.push_back(file);
    return {};
  }
  TRY_ASSIGN(filters, open_filters(file));
  return {};
}

Status OpenedFiles::settle() {
  if (network) return {};
  for (const fs::path& file : std::exchange(arrays, {})) {
    TRY_ASSIGN(const auto array, read_array_file(file, ArrayRole::kFilters));
    if (has_shape_of_filters(array.values.shape())) {
      TRY_ASSIGN(filters, open_filters(file));
      continue;
    }
    TRY_ASSIGN(auto sources, open_sources(file));
    std::move(sources.begin(), sources.end(), std::back_inserter(pictures));
  }
  return {};
}

std::optional<fs::path> OpenedFiles::input_file() const {
  return arrays.empty() ? std::nullopt : std::optional(arrays.back());
}

Status OpenedFiles::add_network(const fs::path& file) {
  if (!network) network.emplace();
  const bool is_structure = has_ending(file, ".prototxt");
  fs::path& place = is_structure ? network->structure : network->path;
  if (!place.empty() && place != file) {
    return fail("{} and {} are two networks, one can be opened at a time",
                place.filename().string(), file.filename().string());
  }
  place = file;
  return {};
}

}  // namespace convlens::app
