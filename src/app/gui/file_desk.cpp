#include "app/gui/file_desk.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <system_error>
#include <utility>
#include <variant>

#include "app/gui/pasted_files.h"
#include "app/gui/picture_folder.h"
#include "app/open/file_kind.h"
#include "app/open/open_files.h"
#include "app/open/opened_files.h"
#include "core/files/npz.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

bool fits(const FileKind& kind, ui::FilePurpose purpose) {
  switch (purpose) {
    case ui::FilePurpose::kOpenPicture:
    case ui::FilePurpose::kAddPicture:
      return is<PictureFile>(kind);
    case ui::FilePurpose::kOpenNetwork:
      return is<NetworkFile>(kind);
    case ui::FilePurpose::kOpenFilters:
    case ui::FilePurpose::kSaveFilters:
      return is<ArrayFile>(kind);
  }
  return false;
}

// Folders first.
bool is_listed_before(const ui::FileEntry& a, const ui::FileEntry& b) {
  return a.is_folder != b.is_folder ? a.is_folder : comes_before(a.name, b.name);
}

Status save_filters(lab::Lab& lab, fs::path path) {
  if (path.extension().empty()) path += ".npy";
  const FileKind kind = kind_of_name(path);
  const auto* array = std::get_if<ArrayFile>(&kind);
  if (array == nullptr) {
    return fail("{}: filters are saved as .npy or .npz, another name expected", path.string());
  }
  std::vector<const lab::Filter*> filters;
  for (const lab::Filter& filter : lab.document().filters) filters.push_back(&filter);
  const Tensor kernel = lab::to_kernel(filters);
  const Status saved = array->packed ? write_npz(path, std::array{NamedView{"filters", kernel}})
                                     : write_npy(path, kernel);
  if (saved) lab.note(phrase("filters saved: {}", path.string()));
  return saved;
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
    if (is_folder || fits(kind_of_name(path), purpose)) {
      listing.entries.push_back({path.filename().string(), path.string(), is_folder});
    }
  }
  std::sort(listing.entries.begin(), listing.entries.end(), is_listed_before);
  folder_ = shown;
  return listing;
}

fs::path FileDesk::whole(const std::string& path) const { return folder_ / path; }

bool FileDesk::is_folder(const std::string& path) const {
  std::error_code error;
  return fs::is_directory(whole(path), error);
}

bool FileDesk::exists(const std::string& path) const {
  std::error_code error;
  return fs::exists(whole(path), error);
}

Status FileDesk::act(lab::Lab& lab, ui::FilePurpose purpose, const std::string& path) {
  if (ui::saves(purpose)) return save_filters(lab, whole(path));
  if (purpose != ui::FilePurpose::kAddPicture) return open(lab, {whole(path)});
  auto picture = open_picture(whole(path));
  if (!picture) return fail(std::move(picture.error()));
  const std::size_t count = lab.document().sources.size();
  lab.commit(lab::SetPictures{count, {std::move(*picture)}});
  if (lab.document().sources.size() > count) lab.view().source = count;
  return {};
}

Status FileDesk::leaf(lab::Lab& lab, int step) {
  const std::size_t source = lab.view().source;
  const std::string& file = lab.document().sources[source].picture->origin.file;
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
  OpenedFiles opened;
  std::vector<Error> passed;
  for (const auto& path : paths) {
    std::error_code unknown;
    if (!fs::is_directory(path, unknown)) {
      if (const Status added = opened.add(path); !added) return fail(added.error());
      continue;
    }
    auto leaf = first_leaf(path);
    if (!leaf) return fail(std::move(leaf.error()));
    opened.pictures.push_back(std::move(leaf->picture));
    std::move(leaf->passed.begin(), leaf->passed.end(), std::back_inserter(passed));
  }
  std::vector<lab::Command> commands;
  if (opened.class_names && !opened.network) {
    commands.emplace_back(lab::SetClassNames{*std::move(opened.class_names)});
  }
  if (opened.filters) commands.emplace_back(*std::move(opened.filters));
  if (!opened.pictures.empty()) {
    const std::size_t first = opened.pictures.size() == 1 ? lab.view().source : 0;
    commands.emplace_back(lab::SetPictures{first, std::move(opened.pictures)});
  }
  if (const Status done = lab.commit_all(commands); !done) return fail(done.error());
  if (opened.network) networks_.open_file(*opened.network, std::move(opened.class_names));
  lab.dismiss_error();
  for (Error& error : passed) lab.report(std::move(error));
  return {};
}

}  // namespace convlens::app
