#pragma once

#include <string>

#include "lab/language.h"
#include "lab/log.h"

namespace convlens::ui {

// What the rooms below say, and sentences with values in them, in the window's language: errors,
// the history's labels, and words such as the names of presets. What has no translation stays
// English.
std::string said(const Phrase& phrase, lab::Language language);
std::string said(const Word& word, lab::Language language);

}  // namespace convlens::ui
