#include "ui/text/pseudo.h"

#include <algorithm>
#include <cstddef>

namespace convlens::ui {
namespace {

constexpr std::string_view kKeys[] = {"Page Up", "Page Down", "Ctrl", "Shift", "Alt", "Esc",
                                      "Enter",   "Delete",    "Home", "Space", "Up",  "Down"};
constexpr std::string_view kDoubled = "aeiouyns";
// Letters and what stands for them, two bytes of UTF-8 each, in every one of the fonts.
constexpr std::string_view kPlain = "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz";
constexpr std::string_view kAccented = "ÁÇÐÉĜĤÍĴĶŁÑÖŘŠŦÜŴÝŽáçðéĝĥíĵķłñöřšŧüŵýž";
static_assert(kAccented.size() == 2 * kPlain.size());

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }
bool is_of_word(char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; }

// How much of the text is a field of a pattern, "{0}", "{{" or "%.2f"; 0 where it begins with none.
std::size_t field_length(std::string_view text) {
  const auto end = [&](std::size_t last) { return std::min(last, text.size() - 1) + 1; };
  if (text.front() == '{') return text.substr(0, 2) == "{{" ? 2 : end(text.find('}'));
  if (text.front() != '%' || text.size() < 2) return 0;
  if (text[1] != '.' && text[1] != '%' && !is_of_word(text[1])) return 0;  // "100% of"
  return end(text.find_first_of("%cdfgsu", 1));
}

// Of the key or the word that the text begins with.
std::size_t key_length(std::string_view text) {
  for (const std::string_view key : kKeys) {
    const bool whole =
        text.size() == key.size() || (text.size() > key.size() && !is_of_word(text[key.size()]));
    if (whole && text.substr(0, key.size()) == key) return key.size();
  }
  return 0;
}
std::size_t word_length(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_of_word) -
                                  text.begin());
}

// "NumPy", "float32", "x"
bool is_name(std::string_view word) {
  if (word.size() == 1 || !std::all_of(word.begin(), word.end(), is_letter)) return true;
  return std::any_of(word.begin() + 1, word.end(), is_capital);
}

char in_small(char letter) {
  return is_capital(letter) ? static_cast<char>(letter + 'a' - 'A') : letter;
}

void add_letter(char letter, std::string& out) {
  const std::size_t place = kPlain.find(letter);
  if (place == std::string_view::npos) {
    out += letter;
  } else {
    out += kAccented.substr(2 * place, 2);
  }
}

void add_accented(std::string_view word, std::string& out) {
  for (const char letter : word) {
    add_letter(letter, out);
    const char small = in_small(letter);
    if (kDoubled.find(small) != std::string_view::npos) add_letter(small, out);
  }
}

}  // namespace

std::string pseudo(std::string_view english) {
  std::string out;
  bool extension = false;  // behind a dot
  while (!english.empty()) {
    std::size_t kept = field_length(english);
    if (kept == 0) kept = key_length(english);
    const std::size_t word = kept == 0 ? word_length(english) : 0;
    if (word > 0 && !extension && !is_name(english.substr(0, word))) {
      add_accented(english.substr(0, word), out);
    } else {
      kept = std::max({kept, word, std::size_t{1}});
      out += english.substr(0, kept);
    }
    extension = word == 0 && english.front() == '.';
    english.remove_prefix(std::max(kept, word));
  }
  return out;
}

}  // namespace convlens::ui
