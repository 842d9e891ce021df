#include "app/gui/file_desk.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "app/gui/pasted_files.h"
#include "app/gui/picture_folder.h"
#include "app/open/network_input.h"
#include "app/open/open_files.h"
#include "app/open/open_network.h"
#include "core/files/npz.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

bool fits(const fs::path& path, ui::FilePurpose purpose) {
  switch (purpose) {
    case ui::FilePurpose::kOpenPicture:
    case ui::FilePurpose::kAddPicture:
      return is_picture_file(path);
    case ui::FilePurpose::kOpenNetwork:
      return is_network_file(path);
    case ui::FilePurpose::kOpenFilters:
    case ui::FilePurpose::kSaveFilters:
      return is_filter_file(path);
  }
  return false;
}

// Folders first.
bool is_listed_before(const ui::FileEntry& a, const ui::FileEntry& b) {
  return a.is_folder != b.is_folder ? a.is_folder : comes_before(a.name, b.name);
}

Status save_filters(const lab::Lab& lab, fs::path path) {
  if (path.extension().empty()) path += ".npy";
  if (!is_filter_file(path)) {
    return fail("{}: filters are saved as .npy or .npz, another name expected", path.string());
  }
  std::vector<const lab::Filter*> filters;
  for (const lab::Filter& filter : lab.document().filters) filters.push_back(&filter);
  const Tensor kernel = lab::to_kernel(filters);
  if (!is_npz_file(path)) return write_npy(path, kernel);
  return write_npz(path, std::array{NamedView{"filters", kernel}});
}

void show_leaf(lab::Lab& lab, std::size_t source, Leaf leaf) {
  lab.dismiss_error();
  lab.commit(lab::SetPictures{source, {std::move(leaf.picture)}, true});
  for (Error& error : leaf.passed) lab.report(std::move(error));
}

}  // namespace

Result<ui::FileListing> FileDesk::list(const std::string& folder, ui::FilePurpose purpose) {
  std::error_code error;
  fs::path shown = folder.empty() ? folder_ : fs::path(folder);
  if (shown.empty()) shown = fs::current_path(error);
  shown = fs::absolute(shown, error).lexically_normal();
  if (!shown.has_filename() && shown.has_parent_path()) shown = shown.parent_path();
  ui::FileListing listing{shown.string(), shown.parent_path().string(), {}};
  const auto entries = visible_entries(shown);
  if (!entries) return fail(entries.error());
  for (const fs::directory_entry& entry : *entries) {
    const fs::path& path = entry.path();
    std::error_code unknown;
    const bool is_folder = entry.is_directory(unknown);
    if (is_folder || fits(path, purpose)) {
      listing.entries.push_back({path.filename().string(), path.string(), is_folder});
    }
  }
  std::sort(listing.entries.begin(), listing.entries.end(), is_listed_before);
  folder_ = shown;
  return listing;
}

bool FileDesk::is_folder(const std::string& path) const {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool FileDesk::exists(const std::string& path) const {
  std::error_code error;
  return fs::exists(path, error);
}

Status FileDesk::act(lab::Lab& lab, ui::FilePurpose purpose, const std::string& path) {
  if (ui::saves(purpose)) return save_filters(lab, path);
  if (purpose != ui::FilePurpose::kAddPicture) return open(lab, {path});
  auto picture = open_picture(path);
  if (!picture) return fail(std::move(picture.error()));
  const std::size_t count = lab.document().sources.size();
  lab.commit(lab::SetPictures{count, {std::move(*picture)}});
  if (lab.document().sources.size() > count) lab.view().source = count;
  return {};
}

Status FileDesk::leaf(lab::Lab& lab, int step) {
  const std::size_t source = lab.view().source;
  const std::string& file = lab.document().sources[source].picture->file;
  if (file.empty())
    return fail("the chosen picture is from no folder that could be leafed through");
  auto leaf = leaf_from(file, step);
  if (!leaf) return fail(std::move(leaf.error()));
  show_leaf(lab, source, *std::move(leaf));
  return {};
}

Result<bool> FileDesk::paste(lab::Lab& lab, const std::string& text) {
  if (const auto files = named_files(text); !files.empty()) {
    if (const Status opened = open(lab, files); !opened) return fail(opened.error());
    return true;
  }
  auto picture = copied_();
  if (!picture) return fail(std::move(picture.error()));
  if (!*picture) return false;
  lab.dismiss_error();
  lab.commit(lab::SetPictures{lab.view().source, {*std::move(picture)}});
  return true;
}

Status FileDesk::open(lab::Lab& lab, const std::vector<fs::path>& paths) {
  std::vector<std::shared_ptr<const lab::Picture>> pictures;
  std::optional<std::vector<lab::Filter>> filters;
  std::optional<std::vector<std::string>> class_names;
  std::vector<fs::path> networks;
  for (const auto& path : paths) {
    if (is_folder(path.string())) {
      auto leaf = first_leaf(path);
      if (!leaf) return fail(std::move(leaf.error()));
      pictures.push_back(std::move(leaf->picture));
    } else if (is_network_file(path)) {
      networks.push_back(path);
    } else if (path.extension() == ".txt") {
      auto names = read_class_names(path);
      if (!names) return fail(std::move(names.error()));
      class_names = *std::move(names);
    } else if (is_filter_file(path)) {
      auto read = open_filters(path);
      if (!read) return fail(std::move(read.error()));
      filters = std::move(*read);
    } else {
      auto picture = open_picture(path);
      if (!picture) return fail(std::move(picture.error()));
      pictures.push_back(std::move(*picture));
    }
  }
  lab.dismiss_error();
  for (const auto& path : networks) networks_.open_file(path);
  if (class_names) lab.commit(lab::SetClassNames{*std::move(class_names)});
  if (filters) lab.commit(lab::SetFilters{std::move(*filters)});
  const std::size_t first = pictures.size() == 1 ? lab.view().source : 0;
  if (!pictures.empty()) lab.commit(lab::SetPictures{first, std::move(pictures)});
  return {};
}

}  // namespace convlens::app
