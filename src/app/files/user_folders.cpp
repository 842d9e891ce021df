#include "app/files/user_folders.h"

#include <cstdlib>
#include <system_error>

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

fs::path variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::optional<fs::path> own_folder(const char* name, const char* below_home) {
  constexpr const char* kOwn = "convlens";
  if (const fs::path folder = variable(name); !folder.empty()) return folder / kOwn;
  if (const fs::path home = variable("HOME"); !home.empty()) return home / below_home / kOwn;
  return std::nullopt;
}

}  // namespace

std::optional<fs::path> config_folder() { return own_folder("XDG_CONFIG_HOME", ".config"); }

std::optional<fs::path> state_folder() { return own_folder("XDG_STATE_HOME", ".local/state"); }

fs::path cache_folder() {
  const auto own = own_folder("XDG_CACHE_HOME", ".cache");
  return own ? *own : fs::temp_directory_path() / "convlens";
}

fs::path pictures_folder() {
  std::error_code error;
  const fs::path home = variable("HOME");
  for (const fs::path& folder : {variable("XDG_PICTURES_DIR"), home / "Pictures", home}) {
    if (folder.is_absolute() && fs::is_directory(folder, error)) return folder;
  }
  return fs::current_path(error);
}

}  // namespace convlens::app
