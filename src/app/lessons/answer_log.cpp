#include "app/lessons/answer_log.h"

#include <array>
#include <chrono>
#include <ctime>
#include <system_error>

#include "app/files/user_folders.h"
#include "core/files/csv.h"
#include "core/files/file.h"
#include "core/files/synced_file.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = std::size_t{64} << 20U;  // a year of a school

std::string now_utc() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &parts);
  return text.data();
}

std::string_view word_of(lab::LessonEvent::Kind kind) {
  constexpr std::array<std::string_view, 3> kWords{"answer", "goal", "drawing"};
  return kWords[static_cast<std::size_t>(kind)];
}

std::string line_of(const lab::Lesson& lesson, const lab::LessonEvent& event) {
  const std::string step = event.step < lesson.steps.size() ? lesson.steps[event.step].title : "";
  const bool judged = event.kind != lab::LessonEvent::Kind::kSketch;
  return fmt::format("{},{},{},{},{},{},{},{},{:.0f}\n", now_utc(), lesson.number,
                     csv_field(lesson.title), event.step + 1, csv_field(step), word_of(event.kind),
                     csv_field(event.text),
                     !judged       ? ""
                     : event.right ? "yes"
                                   : "no",
                     event.after_s);
}

}  // namespace

std::optional<fs::path> answers_file() {
  const auto folder = state_folder();
  return folder ? std::optional(*folder / "answers.csv") : std::nullopt;
}

Status add_answers(const fs::path& file, const lab::Lesson& lesson,
                   std::span<const lab::LessonEvent> events) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);  // opening says what went wrong
  TRY_ASSIGN(auto table, GrowingFile::open(file));
  std::string text(table.size() == 0 ? kAnswerColumns : std::string_view());
  for (const lab::LessonEvent& event : events) text += line_of(lesson, event);
  return table.append(std::as_bytes(std::span(text)));
}

Result<std::string> read_answers() {
  const auto file = answers_file();
  if (!file) return fail("there is no home folder that answers could be in");
  std::error_code error;
  if (!fs::exists(*file, error))
    return fail("nothing was answered in a lesson on this machine yet");
  TRY_ASSIGN(const auto bytes, read_file(*file, kMostBytes));
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

Status copy_answers(const fs::path& to) {
  TRY_ASSIGN(const auto text, read_answers());
  return write_file(to, std::as_bytes(std::span(text)));
}

}  // namespace convlens::app
