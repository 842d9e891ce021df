#pragma once

#include <filesystem>
#include <vector>

#include "app/session/session_data.h"
#include "core/result.h"
#include "lab/lab.h"

namespace convlens::app {

// A session file is a zip archive: session.json, one line of lab/session; data.json, what that
// line names by its place; and the bytes of it, under pictures/, networks/ and arrays/.

// Written beside and renamed. Says what of it is named alone, though all was to be kept.
Result<std::vector<Phrase>> save_session(const std::filesystem::path& path,
                                         const lab::History& history, const lab::View& view,
                                         SessionContents contents);

struct OpenedSession {
  lab::Session session;
  SessionContents contents = SessionContents::kInside;
  std::vector<Phrase> missing;  // what of it could not be found, a sentence each
};

// `unpacked`: where the networks of the file are unpacked, for readers of their own.
Result<OpenedSession> open_session(const std::filesystem::path& path,
                                   const std::filesystem::path& unpacked);

}  // namespace convlens::app
