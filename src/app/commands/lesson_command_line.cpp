#include "app/commands/lesson_command_line.h"

#include <fmt/core.h>

#include "app/lessons/answer_log.h"
#include "app/lessons/lesson_file.h"
#include "app/options/cli_options.h"

namespace convlens::app {
namespace {

// All faults of all files on stdout; how many there were is the error.
Status check(const std::vector<std::string>& files) {
  std::size_t faulty = 0;
  std::string first;
  for (const std::string& file : files) {
    TRY_ASSIGN(const auto faults, lesson_faults(file));
    for (const Phrase& fault : faults) fmt::print("{}\n", fault.english());
    if (faults.empty()) continue;
    if (faulty++ == 0) first = file;
  }
  if (faulty == 0) return {};
  return fail("{}: a lesson without faults was expected, see above{}", first,
              faulty > 1 ? fmt::format("; {} files have some", faulty) : std::string());
}

Status print_answers() {
  TRY_ASSIGN(const auto table, read_answers());
  fmt::print("{}", table);
  return {};
}

}  // namespace

LessonCommandLine::LessonCommandLine(CLI::App& app) {
  CLI::App* command = app.add_subcommand("lesson", "for those who write lessons");
  CLI::App* check =
      command->add_subcommand("check", "say what is wrong with a lesson, a line each");
  add_files(check, "FILE", files_, "lessons, see .github/LESSONS.md of the sources")->required();
  answers_ = command->add_subcommand(
      "answers", "write what was answered in lessons on this machine, as a table (CSV)");
  command->require_subcommand(1);
  check_ = check;
}

std::optional<int> LessonCommandLine::run() {
  if (answers_->parsed()) return finish(print_answers());
  if (!check_->parsed()) return std::nullopt;
  return finish(check(files_));
}

}  // namespace convlens::app
