#include "app/session/session_store.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/files/file.h"
#include "core/files/synced_file.h"
#include "core/printable.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

bool is_part(std::string_view part) {
  return !part.empty() && part != "." && part != ".." && is_printable(part) &&
         part.find_first_of("\\:") == std::string_view::npos;
}

Status refuse_name(const std::string& name) {
  return fail("\"{}\" is no name that a session gives", printable(name));
}

}  // namespace

bool is_store_name(std::string_view name) {
  std::size_t parts = 0;
  while (true) {
    const std::size_t slash = name.find('/');
    if (!is_part(name.substr(0, slash)) || ++parts > 3) return false;
    if (slash == std::string_view::npos) return parts >= 2;
    name.remove_prefix(slash + 1);
  }
}

bool FolderStore::has(const std::string& name) {
  if (!is_store_name(name)) return false;
  std::error_code error;
  fs::last_write_time(folder_ / name, fs::file_time_type::clock::now(), error);
  return !error && fs::is_regular_file(folder_ / name, error);
}

Status FolderStore::keep(const std::string& name, std::vector<std::byte> bytes) {
  if (!is_store_name(name)) return refuse_name(name);
  if (has(name)) return {};
  const fs::path path = folder_ / name;
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) {
    return fail("{}: the folder cannot be made ({})", path.parent_path().string(),
                word(error.message()));
  }
  return write_synced(path, bytes);
}

Result<std::vector<std::byte>> FolderStore::bytes(const std::string& name) const {
  if (!is_store_name(name)) return fail(refuse_name(name).error());
  return read_file(folder_ / name);
}

Result<fs::path> FolderStore::file(const std::string& name) const {
  if (!is_store_name(name)) return fail(refuse_name(name).error());
  std::error_code error;
  if (fs::is_regular_file(folder_ / name, error)) return folder_ / name;
  return fail("{}: this file of the session is missing", (folder_ / name).string());
}

bool MembersSink::has(const std::string& name) {
  return std::any_of(members_.begin(), members_.end(),
                     [&name](const ZipMember& member) { return member.name == name; });
}

Status MembersSink::keep(const std::string& name, std::vector<std::byte> bytes) {
  if (!is_store_name(name)) return refuse_name(name);
  if (!has(name)) members_.push_back({name, std::move(bytes)});
  return {};
}

Result<std::vector<std::byte>> ArchiveSource::bytes(const std::string& name) const {
  return archive_.read(name);
}

Result<fs::path> ArchiveSource::file(const std::string& name) const {
  const std::string folder = name.substr(0, name.rfind('/') + 1);
  for (const std::string& entry : archive_.names()) {
    const bool beside = entry.compare(0, folder.size(), folder) == 0;
    if (!beside || !is_store_name(entry) || unpacked_.has(entry)) continue;
    TRY_ASSIGN(auto content, archive_.read(entry));
    TRY(unpacked_.keep(entry, std::move(content)));
  }
  return unpacked_.file(name);
}

}  // namespace convlens::app
