#include "fuzz/damage/damage_lines.h"

#include <algorithm>
#include <sstream>

#include "fuzz/damage/damage_bytes.h"
#include "fuzz/damage/damage_json.h"

namespace convlens::fuzz {
namespace {

std::vector<std::string> lines_of(const Bytes& bytes) {
  std::vector<std::string> lines;
  std::istringstream text(to_text(bytes));
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

// What stands after the colon, or else the whole line, becomes another value.
void change_value(std::string& line, Random& random) {
  const std::vector<std::string> kValues{
      "0",    "1",   "-1",  "2",    "3.5",   "1e30",   "-2147483648",          "4294967295",
      "true", "MAX", "AVE", "\"\"", "\"x\"", "\"data", "99999999999999999999", "nan",
      "{",    "{ }", "}",   "#",    "",      "'y'",    std::string(300, '7')};
  const std::size_t colon = line.find(':');
  line.resize(colon == std::string::npos ? 0 : colon + 1);
  line += " " + any_of(random, kValues);
}

void change(std::vector<std::string>& lines, const std::vector<std::string>& other,
            Random& random) {
  const std::size_t place = below(random, lines.size());
  const auto at = lines.begin() + static_cast<std::ptrdiff_t>(place);
  const std::string brackets = one_in(random, 20) ? std::string(20'000, '{') : "a {";
  switch (below(random, 7)) {
    case 0:
      if (lines.size() > 1) lines.erase(at);
      break;
    case 1:
      lines.insert(at, std::string(*at));
      break;
    case 2:
      std::swap(*at, lines[below(random, lines.size())]);
      break;
    case 3:
      if (!other.empty()) lines.insert(at, any_of(random, other));
      break;
    case 4:
      lines.insert(at, one_in(random, 2) ? "}" : brackets);
      break;
    default:
      change_value(*at, random);
  }
}

}  // namespace

Bytes damage_lines(const Bytes& seed, const Bytes& other, Random& random) {
  auto lines = lines_of(seed);
  if (lines.empty() || one_in(random, 8)) return damage_bytes(seed, other, random);
  const auto others = lines_of(other);
  for (std::size_t changes = 1 + below(random, 4); changes > 0; --changes) {
    change(lines, others, random);
  }
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return to_bytes(text);
}

}  // namespace convlens::fuzz
