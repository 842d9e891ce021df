#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/session/session_data.h"
#include "core/files/synced_file.h"
#include "core/result.h"
#include "lab/session/session.h"

namespace convlens::app {

// The state of one window as a folder of its own: a journal with a line a change, each of which is
// on the disk before the next is begun. What the lines name lies in a store beside, which all
// states share. Used by one thread at a time.
class StateJournal {
 public:
  // A state that was left, and that no other process has; nothing where another one has it, or
  // nothing of it can be read: then `said` says so, and the folder has another name.
  static std::optional<StateJournal> take(const std::filesystem::path& folder, Phrase& said);
  // An empty one under the next free number of the states' folder. Errors name the folder.
  static Result<StateJournal> begin(const std::filesystem::path& states);
  // The folders of all states, the one that was written last first.
  static std::vector<std::filesystem::path> all(const std::filesystem::path& states);

  // Takes a state away, unless a process has it.
  static void remove(const std::filesystem::path& folder);

  // What take() read.
  const lab::Session& session() const { return session_; }
  const std::vector<Phrase>& missing() const { return missing_; }
  // Whether the lab ended without a word, as in a crash.
  bool was_cut_off() const { return cut_off_; }

  // Adds a change to what is kept. On failure it is remembered, and goes with the next one.
  Status add(const lab::HistoryChange& change, const lab::View& view);
  // Writes again what add() could not.
  Status retry();
  // What is named alone in it, each said once.
  std::vector<Phrase> take_said() { return std::exchange(told_.said, {}); }
  // The window was closed: nothing is missing that it showed.
  void close();

 private:
  StateJournal(std::filesystem::path folder, FileNumber lock);

  std::filesystem::path journal() const { return folder_ / "journal"; }
  FolderStore store() const { return FolderStore(folder_.parent_path().parent_path() / "store"); }
  Status read();
  Status append(const lab::HistoryChange& change);
  Status rewrite();
  Result<std::string> record(const lab::HistoryChange& change);

  std::filesystem::path folder_;
  FileNumber lock_;
  lab::Session session_;  // all of it, to be written anew
  std::vector<Phrase> missing_;
  bool cut_off_ = false;
  bool must_rewrite_ = true;  // the journal's lines are not those of writer_
  std::optional<GrowingFile> file_;
  lab::SessionWriter writer_;
  ToldData told_;
  std::uint64_t first_size_ = 0;  // when it was last written anew
};

}  // namespace convlens::app
