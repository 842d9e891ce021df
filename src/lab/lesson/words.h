#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/document/presets.h"

// Small helpers of those who read lessons.
namespace convlens::lab {

// Without blanks, tabs and ends of lines at its ends.
std::string trimmed(std::string_view text);
// What stands between the separators, trimmed; empty parts are left out.
std::vector<std::string> split(std::string_view text, char separator);
// "a, b, c"
template <typename Names>
std::string listed(const Names& names, const char* between = ", ") {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : between) + std::string(name);
  return text;
}

// How lessons, and the window in English, call a preset: "Vertical line".
std::string_view preset_word(Preset preset);
std::optional<Preset> preset_named(std::string_view name);

}  // namespace convlens::lab
