#pragma once

#include <set>
#include <string>

namespace convlens::testing {

// All words of the frame that was drawn last, however they came to be there: told by where their
// glyphs lie in the fonts' atlas.
std::set<std::string> drawn_words();

}  // namespace convlens::testing
