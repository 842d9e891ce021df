#include "app/desktop/preferences.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "app/files/user_folders.h"
#include "core/files/file.h"
#include "core/files/file_name.h"
#include "lab/session/view_json.h"
#include "ui/shell/interface_scale.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kMaxBytes = std::size_t{1} << 16;

constexpr const char* kTheme = "theme";
constexpr const char* kLanguage = "language";
constexpr const char* kScale = "interface_scale";
constexpr const char* kPictureScale = "picture_scale";
constexpr const char* kPictureLegend = "picture_legend";
constexpr const char* kHintClosed = "hint_closed";
constexpr const char* kSpeed = "speed";
constexpr const char* kFolder = "folder";
constexpr const char* kSessions = "sessions";
constexpr const char* kEngine = "engine";
constexpr const char* kThreads = "threads";

const char* name_of(lab::Theme theme) { return theme == lab::Theme::kDark ? "dark" : "light"; }
const char* name_of(lab::ConvEngine engine) {
  return engine == lab::ConvEngine::kGpu ? "gpu" : "processor";
}
const char* name_of(lab::Language language) {
  return lab::kLanguageCodes[static_cast<std::size_t>(language)];
}

// The file's object, an empty one where there is no file.
Result<json> read_object(const fs::path& file, Phrase& said) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(file, error))) return json::object();
  const auto bytes = read_file(file, kMaxBytes);
  if (bytes) {
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    json parsed = json::parse(text, nullptr, false);
    if (parsed.is_object()) return parsed;
  }
  const fs::path aside = name_set_aside(file, "unreadable");
  fs::rename(file, aside, error);
  if (error) {
    return fail("{}: the preferences can neither be read nor set aside ({})", file.string(),
                word(error.message()));
  }
  said = phrase("{}: the preferences could not be read, the file is now {}", file.string(),
                aside.filename().string());
  return json::object();
}

std::string text_at(const json& object, const char* field) {
  const auto found = object.find(field);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const char* name_of(lab::SweepSpeed speed) {
  return lab::kSweepSpeedNames[static_cast<std::size_t>(speed)];
}

std::vector<std::string> texts_at(const json& object, const char* field) {
  std::vector<std::string> texts;
  const auto found = object.find(field);
  if (found == object.end() || !found->is_array()) return texts;
  for (const json& one : *found) {
    if (one.is_string() && texts.size() < lab::UserFiles::kMostSessions) texts.push_back(one);
  }
  return texts;
}

// Two windows add to one list: what this one opened or saved comes before what is there.
std::vector<std::string> merged_sessions(const json& object, const lab::UserFiles& before,
                                         const lab::UserFiles& now) {
  lab::UserFiles merged{{}, texts_at(object, kSessions)};
  for (auto session = now.sessions.rbegin(); session != now.sessions.rend(); ++session) {
    const auto& known = before.sessions;
    const bool is_new = std::find(known.begin(), known.end(), *session) == known.end();
    if (is_new || *session == now.sessions.front()) lab::put_first(merged, *session);
  }
  return merged.sessions;
}

bool flag_at(const json& object, const char* field, bool usual) {
  const auto found = object.find(field);
  return found != object.end() && found->is_boolean() ? found->get<bool>() : usual;
}

SavedPreferences from_json(const json& object) {
  SavedPreferences read;
  if (text_at(object, kTheme) == name_of(lab::Theme::kDark)) read.theme = lab::Theme::kDark;
  const std::string code = text_at(object, kLanguage);
  const auto& codes = lab::kLanguageCodes;
  if (const auto* const found = std::find(codes.begin(), codes.end(), code); found != codes.end()) {
    read.language = static_cast<lab::Language>(found - codes.begin());
  }
  const auto scale = object.find(kScale);
  if (scale != object.end() && scale->is_number()) {
    read.interface_scale =
        std::clamp(scale->get<float>(), ui::kInterfaceScales.front(), ui::kInterfaceScales.back());
  }
  const std::string speed = text_at(object, kSpeed);
  const auto& speeds = lab::kSweepSpeedNames;
  if (const auto* const named = std::find(speeds.begin(), speeds.end(), speed);
      named != speeds.end()) {
    read.sweep_speed = static_cast<lab::SweepSpeed>(named - speeds.begin());
  }
  read.folder = text_at(object, kFolder);
  read.sessions = texts_at(object, kSessions);
  const auto picture_scale = object.find(kPictureScale);
  if (picture_scale != object.end() && picture_scale->is_number_integer()) {
    read.pictures.scale = std::clamp(picture_scale->get<int>(), 1, lab::PictureLooks::kLargest);
  }
  if (text_at(object, kEngine) == name_of(lab::ConvEngine::kGpu)) {
    read.computing.engine = lab::ConvEngine::kGpu;
  }
  const auto threads = object.find(kThreads);
  if (threads != object.end() && threads->is_number_integer()) {
    read.computing.threads = std::clamp(threads->get<int>(), 0, 1024);
  }
  read.pictures.legend = flag_at(object, kPictureLegend, read.pictures.legend);
  read.hint_closed = flag_at(object, kHintClosed, false);
  return read;
}

}  // namespace

std::optional<fs::path> settings_folder() {
  auto folder = config_folder();
  if (!folder) return std::nullopt;
  std::error_code error;
  fs::create_directories(*folder, error);
  return error ? std::nullopt : folder;
}

SavedPreferences read_preferences(const fs::path& file, Phrase& said) {
  const auto object = read_object(file, said);
  if (object) return from_json(*object);
  said = object.error();
  return {};
}

Status write_preferences(const fs::path& file, const SavedPreferences& before,
                         const SavedPreferences& now, Phrase& said) {
  TRY_ASSIGN(auto object, read_object(file, said));
  if (now.theme != before.theme) object[kTheme] = name_of(now.theme);
  if (now.language != before.language) object[kLanguage] = name_of(now.language);
  if (now.interface_scale != before.interface_scale) object[kScale] = now.interface_scale;
  if (now.pictures != before.pictures) {
    object[kPictureScale] = now.pictures.scale;
    object[kPictureLegend] = now.pictures.legend;
  }
  if (now.computing.engine != before.computing.engine) {
    object[kEngine] = name_of(now.computing.engine);
  }
  if (now.computing.threads != before.computing.threads) object[kThreads] = now.computing.threads;
  if (now.hint_closed != before.hint_closed) object[kHintClosed] = now.hint_closed;
  if (now.sweep_speed != before.sweep_speed) object[kSpeed] = name_of(now.sweep_speed);
  if (now.folder != before.folder) object[kFolder] = now.folder;
  if (now.sessions != before.sessions) object[kSessions] = merged_sessions(object, before, now);
  const std::string text = object.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
  return write_file(file, std::as_bytes(std::span(text)));
}

PreferencesKeeper::PreferencesKeeper(lab::Lab& lab, fs::path file) : file_(std::move(file)) {
  Phrase said;
  saved_ = read_preferences(file_, said);
  if (!said.empty()) lab.note(std::move(said));
  lab::View& view = lab.view();
  static_cast<lab::Preferences&>(view) = saved_;
  static_cast<lab::UserFiles&>(view) = saved_;
  if (saved_.hint_closed) view.show_hint = false;
  began_with_hint_ = view.show_hint;
}

void PreferencesKeeper::pass_over(const lab::Lab& lab) {
  static_cast<lab::Preferences&>(saved_) = static_cast<const lab::Preferences&>(lab.view());
}

void PreferencesKeeper::follow(lab::Lab& lab) {
  const lab::View& view = lab.view();
  const bool closed = began_with_hint_ && !view.show_hint;
  const lab::Preferences preferences = lab::lasting_preferences(view);
  const lab::UserFiles& files = view;
  const SavedPreferences now{preferences, files, saved_.hint_closed || closed};
  if (now == saved_) return;
  Phrase said;
  const Status written = write_preferences(file_, saved_, now, said);
  saved_ = now;
  if (!said.empty()) lab.note(std::move(said));
  if (!written) lab.note(phrase("error: {}", written.error()));
}

}  // namespace convlens::app
