#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "lab/language.h"

namespace convlens::ui {

// What another language says for the English ones: texts, and patterns of phrases.
using Catalogue = std::unordered_map<std::string_view, std::string>;

// What gettext's msgfmt has compiled (a .mo file with its numbers little-endian), which the keys
// stay in; of a damaged one what can be read.
Catalogue read_catalogue(std::string_view compiled);

// The key of a text with a context, as gettext has it.
std::string in_context(std::string_view context, std::string_view english);

// The English itself where the language has no words for it. What is found ends in a zero, and
// lives as long as the program.
std::string_view translated(lab::Language language, std::string_view english);

}  // namespace convlens::ui
