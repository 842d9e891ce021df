#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "core/phrase.h"
#include "core/result.h"

namespace convlens {

// JSON out of a file. Refuses text that is no JSON or nests deeper than kMaxJsonDepth, so that
// walking, copying and freeing it cannot exhaust the stack. Errors do not name the file.
inline constexpr int kMaxJsonDepth = 100;
Result<nlohmann::json> parse_json(std::string_view text);

// A phrase to be kept, or handed to another process, and what comes of it there: where it is no
// phrase that could be shown, nothing.
nlohmann::json json_of(const Phrase& said);
Phrase phrase_of(const nlohmann::json& said);

}  // namespace convlens
