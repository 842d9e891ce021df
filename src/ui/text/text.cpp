#include "ui/text/text.h"

#include <string>

#include "ui/text/catalogue.h"

namespace convlens::ui {

const char* said(const Text& text, lab::Language language) {
  if (language == lab::Language::kEnglish) return text.english;
  if (text.context == nullptr) return translated(language, text.english).data();
  const std::string key = in_context(text.context, text.english);
  const std::string_view found = translated(language, key);
  return found.data() == key.data() ? text.english : found.data();
}

}  // namespace convlens::ui
