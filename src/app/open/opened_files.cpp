#include "app/open/opened_files.h"

#include <utility>

#include "app/files/file_kind.h"
#include "app/open/network_input.h"
#include "app/open/open_files.h"
#include "core/files/file_name.h"

namespace convlens::app {

namespace fs = std::filesystem;

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
  auto as_filters = open_filters(file);
  if (as_filters) {
    filters = *std::move(as_filters);
    return {};
  }
  if (no_input) return fail(*std::move(no_input));
  input_file = file;
  no_filters = std::move(as_filters.error());
  return {};
}

Status OpenedFiles::check_whole() const {
  return no_filters && !network ? Status(fail(*no_filters)) : Status();
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
