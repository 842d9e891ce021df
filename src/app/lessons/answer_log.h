#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "lab/lesson/lesson_run.h"

// What was answered in lessons, on this machine alone: a table that a teacher can have.
namespace convlens::app {

// Its columns; lines end with a line feed.
inline constexpr std::string_view kAnswerColumns =
    "time (UTC),lesson,title,step,step title,what,answer,right,seconds\n";

// Where the answers of this machine are; nothing where there is no home.
std::optional<std::filesystem::path> answers_file();

// One line for each, of the time that it is now. The table is made where it is missing; on failure
// it is as it was.
Status add_answers(const std::filesystem::path& file, const lab::Lesson& lesson,
                   std::span<const lab::LessonEvent> events);

// All of this machine's; fails where nothing was answered yet.
Result<std::string> read_answers();
Status copy_answers(const std::filesystem::path& to);

}  // namespace convlens::app
