#include "ui/kit/fuzzy.h"

#include <algorithm>
#include <string>

namespace convlens::ui {
namespace {

constexpr int kFound = 1000;       // as it was typed
constexpr int kAtBeginning = 400;  // of the text ...
constexpr int kAtWord = 200;       // ... or of a word in it
constexpr int kMostGaps = 400;     // the score of letters that stand apart is below kFound

std::string small(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

bool begins_word(const std::string& text, std::size_t at) {
  return at == 0 || text[at - 1] == ' ' || text[at - 1] == '(' || text[at - 1] == '_';
}

// The letters in their order, the less between them the better.
std::optional<int> in_order(const std::string& typed, const std::string& text) {
  int score = kMostGaps;
  std::size_t at = 0;
  for (const char c : typed) {
    if (c == ' ') continue;
    const std::size_t found = text.find(c, at);
    if (found == std::string::npos) return std::nullopt;
    if (!begins_word(text, found)) score -= static_cast<int>(found - at);
    at = found + 1;
  }
  return std::max(score, 1);
}

}  // namespace

std::optional<int> fuzzy_score(std::string_view typed, std::string_view text) {
  const std::string wanted = small(typed);
  const std::string there = small(text);
  const std::size_t found = there.find(wanted);
  if (found == std::string::npos) return in_order(wanted, there);
  const int place = found == 0 ? kAtBeginning : begins_word(there, found) ? kAtWord : 0;
  return kFound + place - static_cast<int>(std::min<std::size_t>(there.size(), 100));
}

}  // namespace convlens::ui
