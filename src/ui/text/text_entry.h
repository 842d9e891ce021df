#pragma once

#include "ui/text/text.h"

namespace convlens::ui {

// A text in both languages.
struct TextEntry {
  Text text;
  const char* english;
  const char* korean;

  constexpr const char* in(lab::Language language) const {
    return language == lab::Language::kEnglish ? english : korean;
  }
};

}  // namespace convlens::ui
