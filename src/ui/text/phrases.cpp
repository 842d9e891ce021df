#include "ui/text/phrases.h"

#include <string_view>

#include "lab/document/names.h"
#include "ui/text/catalogue.h"

namespace convlens::ui {
namespace {

std::string in_language(lab::Language language, std::string_view english) {
  const std::string_view whole = translated(language, english);
  if (language == lab::Language::kEnglish || whole.data() != english.data()) {
    return std::string(whole);
  }
  // One of several of a name: "pasted 2".
  const std::size_t space = english.find_last_not_of("0123456789");
  if (space == std::string_view::npos || english[space] != ' ') return std::string(english);
  const std::string_view name = english.substr(0, space);
  return std::string(translated(language, name)).append(english.substr(space));
}

}  // namespace

std::string said(const Phrase& phrase, lab::Language language) {
  return legible(
      phrase.in([language](std::string_view english) { return in_language(language, english); }));
}

std::string said(const Word& word, lab::Language language) {
  return legible(in_language(language, word.text));
}

}  // namespace convlens::ui
