#include "app/session/tidy_states.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <system_error>

#include "app/session/state_journal.h"
#include "core/files/file.h"
#include "core/files/synced_file.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChecksumDigits = 64;
constexpr std::string_view kGoing = ".going";

bool is_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

// All SHA-256 checksums in a text: whatever names something of the store has one.
void collect_checksums(std::string_view text, std::set<std::string>& found) {
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    if (end - i == kChecksumDigits) found.emplace(text.substr(i, kChecksumDigits));
    i = end + 1;
  }
}

// In the journals of all states, in those that were set aside, too. False where one of them could
// not be read: then nobody knows what is named.
bool collect_named(const fs::path& states, std::set<std::string>& named) {
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(states, error)) {
    std::error_code unknown;
    if (!entry.is_regular_file(unknown) || entry.path().filename() == "lock") continue;
    const auto bytes = read_file(entry.path());
    if (!bytes) return false;
    collect_checksums({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, named);
  }
  return !error;
}

// When it was last kept, or found kept: of a folder the newest of its files.
fs::file_time_type last_used(const fs::path& path) {
  std::error_code error;
  fs::file_time_type newest = fs::last_write_time(path, error);
  for (const auto& entry : fs::directory_iterator(path, error)) {
    newest = std::max(newest, fs::last_write_time(entry.path(), error));
  }
  return newest;
}

bool is_old(const fs::path& path, std::chrono::seconds age) {
  return fs::file_time_type::clock::now() - last_used(path) > age;
}

// Under another name first: who needed it in the meantime has either used it before, which is seen
// here and undone, or does not find it any more and keeps it again.
void take_away(const fs::path& path, std::chrono::seconds age) {
  if (!is_old(path, age)) return;
  fs::path going = path;
  going += kGoing;
  std::error_code error;
  fs::rename(path, going, error);
  if (error) return;
  if (is_old(going, age)) {
    fs::remove_all(going, error);
  } else {
    fs::rename(going, path, error);
  }
}

// What a program that ended in the midst of it has left.
void bring_back(const fs::path& going) {
  fs::path path = going;
  path.replace_extension();
  std::error_code error;
  if (fs::exists(path, error)) {
    fs::remove_all(going, error);
  } else {
    fs::rename(going, path, error);
  }
}

void tidy_store(const fs::path& store, const std::set<std::string>& named,
                std::chrono::seconds age) {
  std::error_code error;
  for (const auto& kind : fs::directory_iterator(store, error)) {
    for (const auto& entry : fs::directory_iterator(kind.path(), error)) {
      const fs::path& path = entry.path();
      const std::string name = path.filename().string();
      if (path.extension() == kGoing) {
        bring_back(path);
      } else if (path.extension() == kUnfinished ||
                 named.count(name.substr(0, kChecksumDigits)) == 0) {
        take_away(path, age);
      }
    }
  }
}

}  // namespace

void tidy_states(const fs::path& folder, const TidyLimits& limits) {
  const fs::path states = folder / "states";
  const std::vector<fs::path> all = StateJournal::all(states);
  for (std::size_t i = limits.states; i < all.size(); ++i) StateJournal::remove(all[i]);
  std::set<std::string> named;
  if (collect_named(states, named)) tidy_store(folder / "store", named, limits.age);
}

}  // namespace convlens::app
