#pragma once

#include <span>
#include <string_view>

namespace convlens::ui {

// A catalogue in assets/text, compiled while building; "en" is all that the code says.
struct EmbeddedText {
  std::string_view code;
  std::string_view compiled;
};
std::span<const EmbeddedText> embedded_texts();

}  // namespace convlens::ui
