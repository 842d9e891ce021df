#pragma once

#include <filesystem>
#include <optional>

#include "core/result.h"
#include "lab/lab.h"

namespace convlens::app {

// config_folder(), made where it is missing. Nothing where there is no home, or it cannot be made.
std::optional<std::filesystem::path> settings_folder();

// What the window remembers of its user, beside the arrangement of its columns.
struct SavedPreferences : lab::Preferences, lab::UserFiles {
  bool hint_closed = false;

  friend bool operator==(const SavedPreferences&, const SavedPreferences&) = default;
};

// What the file says, a JSON object; of what it does not say, or says otherwise than expected, the
// default. A file that is no such object is renamed, so that nothing of it is lost, and `said` is
// told.
SavedPreferences read_preferences(const std::filesystem::path& file, Phrase& said);
// Writes what differs between the two; whatever else stands in the file stays there.
Status write_preferences(const std::filesystem::path& file, const SavedPreferences& before,
                         const SavedPreferences& now, Phrase& said);

// Brings the file's preferences to a lab that begins, and what its user changes to the file.
class PreferencesKeeper {
 public:
  PreferencesKeeper(lab::Lab& lab, std::filesystem::path file);

  // What the lab shows now was asked for this time alone: it is not remembered.
  void pass_over(const lab::Lab& lab);
  // Writes the file where something changed. What cannot be written stands in the lab's log.
  void follow(lab::Lab& lab);

 private:
  std::filesystem::path file_;
  SavedPreferences saved_;
  bool began_with_hint_;
};

}  // namespace convlens::app
