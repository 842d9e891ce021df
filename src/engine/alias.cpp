#include "engine/alias.h"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

namespace convlens::engine {

namespace fs = std::filesystem;

Alias::Alias(const fs::path& file, std::string_view ending) {
  std::string folder = (fs::temp_directory_path() / "convlens-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) {
    throw fs::filesystem_error("no folder for a link", folder,
                               std::error_code(errno, std::generic_category()));
  }
  path_ = fs::path(folder) / "network";
  path_ += ending;
  std::error_code error;
  fs::create_symlink(fs::absolute(file), path_, error);
  if (!error) return;
  fs::remove(folder);
  throw fs::filesystem_error("no link", path_, error);
}

Alias::~Alias() {
  std::error_code error;
  fs::remove_all(path_.parent_path(), error);
}

}  // namespace convlens::engine
