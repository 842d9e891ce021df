#pragma once

#include "lab/language.h"

namespace convlens::ui {

// English that the window shows in the language of the moment; it stands in the code where it is
// shown. A context tells it from the same English that another language says in another way.
struct Text {
  const char* english = nullptr;
  const char* context = nullptr;
};

// Marks it for the translators, too: cmake/Texts.cmake collects what stands in these brackets.
constexpr Text tr(const char* english) { return {english}; }
constexpr Text tr(const char* context, const char* english) { return {english, context}; }

// What a control is called, and what it is for, shown when the pointer rests on it.
struct Label {
  Text text;
  Text help = {};
};

// Lives as long as the program.
const char* said(const Text& text, lab::Language language);

}  // namespace convlens::ui
