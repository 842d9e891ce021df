#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/session/link.h"
#include "core/result.h"
#include "lab/language.h"
#include "lab/lesson/lesson.h"
#include "lab/view.h"

namespace convlens::app {

// A lesson that travels with the program, before it is read.
struct LessonEntry {
  std::filesystem::path file;
  int number = 0;
  std::string title;
  std::size_t steps = 0;
};

// By their numbers, in that language or, where one is not there in it, in English. Files that are
// no lessons are left out.
std::vector<LessonEntry> bundled_lessons(lab::Language language);

// The beginning of the one of that number at a step, from 1. Errors say which there are.
Result<lab::LessonPlace> bundled_lesson(int number, int step, lab::Language language);

// The one that a link names, where it was in it; nothing where it is not here.
std::optional<lab::LessonPlace> linked_lesson(const LinkedLesson& linked, lab::Language language);

// With the benches and networks that it names. Ends soon where another thread sets `dropped`.
// Errors are the first fault of the file, "FILE:LINE: what".
Result<std::shared_ptr<const lab::Lesson>> open_lesson(const std::filesystem::path& file,
                                                       const std::atomic<bool>* dropped = nullptr);

// What is wrong with a lesson, a line each, "FILE:LINE: what": its words, and what is seen when its
// steps are gone through: a setting that cannot be, a goal that holds before anything is done or
// cannot be judged, a map that is not there. Empty where nothing is. Fails where the file cannot be
// read as text.
Result<std::vector<Phrase>> lesson_faults(const std::filesystem::path& file);

}  // namespace convlens::app
