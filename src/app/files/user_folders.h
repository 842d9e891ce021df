#pragma once

#include <filesystem>
#include <optional>

// Where a user's files of each kind belong, by the variables of the XDG Base Directory
// Specification and where those are not set below the home. Nothing where there is no home, either.
namespace convlens::app {

std::optional<std::filesystem::path> config_folder();  // $XDG_CONFIG_HOME/convlens, ~/.config/...
std::optional<std::filesystem::path> state_folder();   // $XDG_STATE_HOME/..., ~/.local/state/...
// $XDG_CACHE_HOME/..., ~/.cache/..., else below the system's folder of temporary files.
std::filesystem::path cache_folder();
// $XDG_PICTURES_DIR, ~/Pictures or the home, the first that is there, else the working folder.
std::filesystem::path pictures_folder();

}  // namespace convlens::app
