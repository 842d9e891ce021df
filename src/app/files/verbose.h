#pragma once

#include <filesystem>
#include <vector>

#include "core/phrase.h"

namespace convlens::app {

// Whether what was done to the pictures that were read is said on stderr; off until it is called.
void set_verbose(bool verbose);

// "convlens: FILE: first, second" on stderr, where that is wanted and there is anything to say.
void say_conversions(const std::filesystem::path& file, const std::vector<Phrase>& done);

}  // namespace convlens::app
