#include "core/phrase.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <utility>

namespace convlens {
namespace {

std::string as_it_is(std::string_view english) { return std::string(english); }

}  // namespace

std::string_view Phrase::Fields::next() {
  std::size_t open = rest_.find('{');
  while (open + 1 < rest_.size() && rest_[open + 1] == '{') open = rest_.find('{', open + 2);
  const std::size_t close = rest_.find('}', open);
  assert(close != std::string_view::npos);  // the compiler has compared the pattern with its values
  const std::string_view field = rest_.substr(open, close + 1 - open);
  rest_.remove_prefix(close + 1);
  return field;
}

Phrase::Phrase(std::string pattern, std::vector<Value> values)
    : pattern_(std::move(pattern)), values_(std::move(values)) {}

std::string Phrase::english() const { return in(as_it_is); }

std::string Phrase::in(const Language& language) const {
  std::string out;
  say(language, out);
  return out;
}

void Phrase::say(const Language& language, std::string& out) const {
  const std::string pattern = language(pattern_);
  std::string_view rest = pattern;
  std::size_t automatic = 0;
  while (!rest.empty()) {
    const std::size_t brace = rest.find_first_of("{}");
    out += rest.substr(0, brace);
    if (brace == std::string_view::npos) return;
    const char found = rest[brace];
    rest.remove_prefix(brace + 1);
    if (rest.empty()) return;
    if (rest.front() == found) {  // a brace twice is one
      out += rest.front();
      rest.remove_prefix(1);
      continue;
    }
    const bool numbered = rest.front() >= '0' && rest.front() <= '9';
    const std::size_t place = numbered ? static_cast<std::size_t>(rest.front() - '0') : automatic++;
    rest.remove_prefix(std::min(rest.find('}'), rest.size() - 1) + 1);
    if (place >= values_.size()) continue;
    const auto& said = values_[place].said;
    if (const auto* inner = std::get_if<Phrase>(&said)) {
      inner->say(language, out);
    } else if (const auto* word = std::get_if<Word>(&said)) {
      out += language(word->text);
    } else {
      out += std::get<std::string>(said);
    }
  }
}

}  // namespace convlens
