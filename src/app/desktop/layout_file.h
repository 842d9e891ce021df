#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/phrase.h"
#include "core/result.h"

namespace convlens::app {

// Whether Dear ImGui may be given these lines, which it wrote itself once: it trusts its own. An
// identifier of 0, a node that is its own ancestor or has one child, and a thousand windows would
// stop the program at each start. The sentence does not name the file.
Status check_layout(std::string_view text);

// The arrangement of the panels in the file, empty where there is none. What cannot be used is
// renamed, so that nothing of it is lost, and `said` is told.
std::string read_layout(const std::filesystem::path& file, Phrase& said);

}  // namespace convlens::app
