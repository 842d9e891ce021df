#pragma once

#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "app/session/link.h"
#include "core/result.h"
#include "lab/history.h"
#include "lab/view.h"

namespace convlens::app {

// What a lab begins with: a document, or a session as it was left.
struct Start {
  Start(lab::Document document)  // NOLINT(google-explicit-constructor): a document is one
      : history(std::move(document)) {}
  Start(lab::History kept, lab::View shown) : history(std::move(kept)), view(std::move(shown)) {}

  lab::History history;
  std::optional<lab::View> view;                // of a session
  std::vector<Phrase> missing;                  // of it, a sentence each
  std::optional<lab::LessonPlace> lesson = {};  // that it begins with
  std::optional<LinkedLesson> linked_lesson;    // or one that is yet to be found
};

// What a lab shows at first, where no session says otherwise.
lab::View first_view(const lab::Document& document);

// What the files say, told apart by their kinds: a session, a lesson or a bench in words, which are
// opened by themselves, or open_document().
Result<Start> open_start(const std::vector<std::filesystem::path>& files);

// The session of a file, its networks unpacked into the user's cache.
Result<Start> open_session_file(const std::filesystem::path& file);

}  // namespace convlens::app
