#include "app/session/state_journal.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/files/file.h"
#include "core/files/file_name.h"
#include "core/files/sha256.h"
#include "core/json.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChecksum = 16;  // digits of it before each line
constexpr char kBetween = '\t';        // data and session: JSON has it in no line
// A journal that has grown by so much, and to twice its first size, is written anew.
constexpr std::uint64_t kMostGrowth = std::uint64_t{8} << 20;
constexpr const char* kClosed = "closed\n";

std::string checksum_of(std::string_view line) {
  return sha256(std::as_bytes(std::span(line))).substr(0, kChecksum);
}

// The line's content; nothing where it is cut off or damaged.
std::optional<std::string_view> checked(std::string_view line) {
  if (line.size() <= kChecksum || line[kChecksum] != ' ') return std::nullopt;
  const std::string_view content = line.substr(kChecksum + 1);
  if (checksum_of(content) != line.substr(0, kChecksum)) return std::nullopt;
  return content;
}

bool is_number(const std::string& name) {
  return !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

StateJournal::StateJournal(fs::path folder, FileNumber lock)
    : folder_(std::move(folder)), lock_(std::move(lock)) {}

std::vector<fs::path> StateJournal::all(const fs::path& states) {
  std::vector<std::pair<fs::file_time_type, fs::path>> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(states, error)) {
    if (!is_number(entry.path().filename().string())) continue;
    std::error_code unknown;
    const auto written = fs::last_write_time(entry.path() / "journal", unknown);
    if (!unknown) found.emplace_back(written, entry.path());
  }
  std::sort(found.rbegin(), found.rend());
  std::vector<fs::path> folders;
  for (auto& [written, folder] : found) folders.push_back(std::move(folder));
  return folders;
}

std::optional<StateJournal> StateJournal::take(const fs::path& folder, Phrase& said) {
  auto lock = lock_file(folder / "lock");
  if (!lock || !*lock) return std::nullopt;
  StateJournal state(folder, *std::move(*lock));
  const Status read = state.read();
  if (read && !state.session_.steps.empty()) {
    if (!state.missing_.empty()) said = state.missing_.front();
    return state;
  }
  const fs::path aside = name_set_aside(folder, "unreadable");
  std::error_code error;
  fs::rename(folder, aside, error);
  said = phrase("{}: the last state could not be read ({}), it is now {}", folder.string(),
                read ? phrase("there is nothing in it") : read.error().phrase,
                aside.filename().string());
  return std::nullopt;
}

Result<StateJournal> StateJournal::begin(const fs::path& states) {
  std::error_code error;
  fs::create_directories(states, error);
  if (error) {
    return fail("{}: the folder cannot be made ({})", states.string(), word(error.message()));
  }
  for (int number = 1;; ++number) {
    const fs::path folder = states / std::to_string(number);
    if (!fs::create_directory(folder, error)) {
      if (error) {
        return fail("{}: the folder cannot be made ({})", folder.string(), word(error.message()));
      }
      continue;
    }
    TRY_ASSIGN(auto lock, lock_file(folder / "lock"));
    if (lock) return StateJournal(folder, *std::move(lock));
  }
}

void StateJournal::remove(const fs::path& folder) {
  const auto lock = lock_file(folder / "lock");
  if (!lock || !*lock) return;
  std::error_code error;
  fs::remove_all(folder, error);
}

Status StateJournal::read() {
  TRY_ASSIGN(const auto bytes, read_file(journal()));
  std::string_view rest(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  lab::SessionReader reader;
  lab::SessionData data;
  Status first_error;
  bool damaged = false;
  cut_off_ = true;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    if (end != std::string_view::npos && line == std::string_view(kClosed).substr(0, line.size()) &&
        end + 1 == rest.size()) {
      cut_off_ = false;
      break;
    }
    const auto content = end == std::string_view::npos ? std::nullopt : checked(line);
    if (!content) {
      // The last line of a process that ended while it wrote is no damage.
      damaged = end != std::string_view::npos;
      break;
    }
    const std::size_t between = content->find(kBetween);
    Status status = between == std::string_view::npos ? fail("a line has no data") : Status();
    const auto told = parse_json(content->substr(0, between));
    if (status && !told) status = fail(told.error());
    if (status) status = read_told(*told, store(), data, missing_);
    if (status) status = reader.read(content->substr(between + 1), data);
    if (!status) {
      first_error = status;
      damaged = true;
      break;
    }
    rest.remove_prefix(end + 1);
  }
  // It is written anew soon, without what could not be read.
  if (damaged || !missing_.empty()) {
    std::error_code error;
    fs::copy_file(journal(), name_set_aside(journal(), damaged ? "damaged" : "incomplete"), error);
  }
  if (reader.session() == nullptr) return first_error;
  session_ = *reader.session();
  return {};
}

Result<std::string> StateJournal::record(const lab::HistoryChange& change) {
  const std::string line = writer_.line(change, session_.view);
  FolderStore kept = store();
  TRY_ASSIGN(const auto data, tell(writer_.data(), told_, SessionContents::kInside, kept));
  const std::string content =
      data.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + kBetween + line;
  return checksum_of(content) + " " + content + "\n";
}

Status StateJournal::append(const lab::HistoryChange& change) {
  TRY_ASSIGN(const auto text, record(change));
  return file_->append(std::as_bytes(std::span(text)));
}

Status StateJournal::rewrite() {
  writer_ = {};
  told_ = {.said = std::move(told_.said)};
  file_.reset();
  TRY_ASSIGN(const auto text, record({0, 0, session_.steps, session_.position}));
  TRY(write_synced(journal(), std::as_bytes(std::span(text))));
  TRY_ASSIGN(auto file, GrowingFile::open(journal()));
  first_size_ = file.size();
  file_ = std::move(file);
  must_rewrite_ = false;
  return {};
}

Status StateJournal::add(const lab::HistoryChange& change, const lab::View& view) {
  auto& steps = session_.steps;
  const auto from = static_cast<std::ptrdiff_t>(std::min(change.forgotten, steps.size()));
  steps.erase(steps.begin(), steps.begin() + from);
  const auto kept = static_cast<std::ptrdiff_t>(std::min(change.kept, steps.size()));
  steps.erase(steps.begin() + kept, steps.end());
  steps.insert(steps.end(), change.added.begin(), change.added.end());
  session_.position = change.position;
  session_.view = view;
  const bool grown = file_ && file_->size() > std::max(2 * first_size_, first_size_ + kMostGrowth);
  if (must_rewrite_ || grown) return retry();
  Status added = append(change);
  must_rewrite_ = !added;
  return added;
}

Status StateJournal::retry() {
  must_rewrite_ = true;
  return rewrite();
}

void StateJournal::close() {
  if (!file_ || must_rewrite_) return;
  static_cast<void>(file_->append(std::as_bytes(std::span(std::string_view(kClosed)))));
}

}  // namespace convlens::app
