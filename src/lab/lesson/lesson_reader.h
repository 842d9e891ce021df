#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "lab/lesson/lesson.h"

namespace convlens::lab {

// What is wrong with a line of a lesson; lines count from 1.
struct LessonFault {
  int line = 1;
  Phrase what;
};

struct ReadLesson {
  Lesson lesson;                    // where nothing is wrong
  std::vector<LessonFault> faults;  // in the order of their lines, at most kMostFaults
};

inline constexpr std::size_t kMostLessonBytes = std::size_t{256} << 10;
inline constexpr std::size_t kMostSteps = 500;
inline constexpr std::size_t kMostFaults = 50;

// `text`: UTF-8, Markdown with a small header.
ReadLesson read_lesson(const std::string& text);

}  // namespace convlens::lab
