#include "app/gui/picture_folder.h"

#include <algorithm>
#include <cstring>
#include <system_error>
#include <utility>

#include "app/open/open_files.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

bool is_before(const fs::path& a, const fs::path& b) {
  return comes_before(a.filename().string(), b.filename().string());
}

// The first of the files that can be read, `count` of them tried from one on, forwards or back.
Result<Leaf> first_readable(const std::vector<fs::path>& files, std::size_t from, int step,
                            std::size_t count) {
  Leaf leaf;
  const std::size_t forth = step > 0 ? 1 : files.size() - 1;
  for (std::size_t i = 0; i < count; ++i) {
    auto picture = open_picture(files[(from + i * forth) % files.size()]);
    if (picture) {
      leaf.picture = std::move(*picture);
      return leaf;
    }
    leaf.passed.push_back(std::move(picture.error()));
  }
  return fail("none of {} pictures of the folder can be read: {}", count, leaf.passed.front());
}

}  // namespace

bool comes_before(const std::string& a, const std::string& b) {
  return strverscmp(a.c_str(), b.c_str()) < 0;
}

Result<std::vector<FolderEntry>> visible_entries(const fs::path& folder) {
  std::error_code error;
  fs::directory_iterator entries(folder, fs::directory_options::skip_permission_denied, error);
  if (error) {
    return fail("{}: the folder cannot be read ({})", folder.string(), word(error.message()));
  }
  std::vector<FolderEntry> visible;
  for (; entries != fs::directory_iterator(); entries.increment(error)) {
    const fs::path& path = entries->path();
    if (path.filename().string().starts_with('.')) continue;
    visible.push_back({*entries, kind_of_name(path)});
  }
  return visible;
}

Result<std::vector<fs::path>> pictures_in(const fs::path& folder) {
  TRY_ASSIGN(const auto entries, visible_entries(folder));
  std::vector<fs::path> files;
  for (const auto& [entry, kind] : entries) {
    std::error_code unknown;
    const bool shown = is<PictureFile>(kind) || is<MovingFile>(kind);
    if (shown && entry.is_regular_file(unknown)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end(), is_before);
  return files;
}

Result<Leaf> leaf_from(const fs::path& file, int step) {
  TRY_ASSIGN(const auto files, pictures_in(file.parent_path()));
  // Where the file stands or, if it was taken away meanwhile, stood.
  const auto place = std::lower_bound(files.begin(), files.end(), file, is_before);
  const bool is_there = place != files.end() && place->filename() == file.filename();
  const std::size_t others = files.size() - (is_there ? 1 : 0);
  if (others == 0) {
    return fail("{}: there is no other picture to leaf to", file.parent_path().string());
  }
  const auto at = static_cast<std::size_t>(place - files.begin());
  const std::size_t behind = at + (is_there ? 1 : 0);
  return first_readable(files, step > 0 ? behind : at + files.size() - 1, step, others);
}

Result<Leaf> first_leaf(const fs::path& folder) {
  TRY_ASSIGN(const auto files, pictures_in(folder));
  if (files.empty()) return fail("{}: there is no picture in the folder", folder.string());
  return first_readable(files, 0, 1, files.size());
}

}  // namespace convlens::app
