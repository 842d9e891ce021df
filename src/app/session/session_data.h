#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

#include "app/session/session_store.h"
#include "core/result.h"
#include "lab/session/json_fields.h"
#include "lab/session/session.h"

namespace convlens::app {

// What a session does with its pictures and networks: their bytes are kept, or their files named,
// with a checksum. What is from no file is kept either way, and what travels with the program is
// named by its name.
enum class SessionContents { kInside, kNamed };

// How much of the data has been told.
struct ToldData {
  std::size_t pictures = 0;
  std::size_t networks = 0;
  std::size_t arrays = 0;
  std::size_t test_sets = 0;
  // What is named alone, though all was to be kept, and why.
  std::vector<Phrase> said;
};

// Tells what came to the data since, and keeps its bytes in the store; `told` counts it.
Result<nlohmann::json> tell(const lab::SessionData& data, ToldData& told, SessionContents contents,
                            SessionSink& store);

// Reads what was told, behind what is there. A picture that is missing, or another than it was, is
// a grey one of its size, a network that is none; each is said in `missing`. Errors are of what
// nobody tells so.
Status read_told(const nlohmann::json& told, const SessionSource& store, lab::SessionData& data,
                 std::vector<Phrase>& missing);

// A picture by its name, size and pixels' checksum alone, and what is known by that: one of the
// program's own or of `here`, else a grey one, which `missing` says.
nlohmann::json told_briefly(const lab::Picture& picture);
Result<std::shared_ptr<const lab::Picture>> known_picture(
    lab::JsonFields fields, std::span<const std::shared_ptr<const lab::Picture>> here,
    std::vector<Phrase>& missing);

}  // namespace convlens::app
