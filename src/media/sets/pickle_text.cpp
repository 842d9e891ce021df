#include "media/sets/pickle_text.h"

#include <charconv>
#include <cstdlib>

namespace convlens::media {
namespace {

std::optional<unsigned> number_of(std::string_view digits, int base) {
  unsigned value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, base);
  if (error != std::errc() || stop != end || digits.empty()) return std::nullopt;
  return value;
}

bool add_utf8(unsigned code, std::string& text) {
  constexpr unsigned kLast = 0x10ffff;
  if (code > kLast) return false;
  const auto add = [&text](unsigned byte) { text += static_cast<char>(byte); };
  const auto add_rest = [&](unsigned shift) { add(0x80U | (code >> shift & 0x3fU)); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xc0U | code >> 6);
    add_rest(0);
  } else if (code < 0x10000) {
    add(0xe0U | code >> 12);
    add_rest(6);
    add_rest(0);
  } else {
    add(0xf0U | code >> 18);
    add_rest(12);
    add_rest(6);
    add_rest(0);
  }
  return true;
}

// What stands behind a backslash, which is taken away with it: one byte.
std::optional<char> escaped(std::string_view& rest) {
  constexpr std::string_view kCodes = "\\'\"abfnrtv";
  constexpr std::string_view kMeant = "\\'\"\a\b\f\n\r\t\v";
  if (rest.empty()) return std::nullopt;
  const char code = rest.front();
  const std::size_t at = kCodes.find(code);
  std::size_t length = 1;
  std::optional<unsigned> value;
  if (at != std::string_view::npos) {
    value = static_cast<unsigned char>(kMeant[at]);
  } else if (code == 'x') {
    length = 3;
    value = rest.size() >= length ? number_of(rest.substr(1, 2), 16) : std::nullopt;
  } else {
    length = rest.find_first_not_of("01234567");
    if (length == std::string_view::npos || length > 3) length = rest.size() < 3 ? rest.size() : 3;
    value = number_of(rest.substr(0, length), 8);
  }
  constexpr unsigned kLastByte = 255;
  if (!value || *value > kLastByte) return std::nullopt;
  rest.remove_prefix(length);
  return static_cast<char>(*value);
}

}  // namespace

std::optional<std::int64_t> pickled_integer(std::string_view digits) {
  if (digits.ends_with('L')) digits.remove_suffix(1);
  std::int64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || stop != end || digits.empty()) return std::nullopt;
  return value;
}

std::optional<double> pickled_double(std::string_view digits) {
  double value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value);
  if (error != std::errc() || stop != end || digits.empty()) return std::nullopt;
  return value;
}

std::optional<std::string> python_string(std::string_view quoted) {
  const bool has_quotes = quoted.size() >= 2 && quoted.front() == quoted.back() &&
                          (quoted.front() == '\'' || quoted.front() == '"');
  if (!has_quotes) return std::nullopt;
  std::string_view rest = quoted.substr(1, quoted.size() - 2);
  std::string text;
  while (!rest.empty()) {
    const char next = rest.front();
    rest.remove_prefix(1);
    const auto byte = next == '\\' ? escaped(rest) : std::optional(next);
    if (!byte) return std::nullopt;
    text += *byte;
  }
  return text;
}

std::optional<std::string> raw_unicode(std::string_view rest) {
  std::string text;
  while (!rest.empty()) {
    const bool is_escape = rest.starts_with("\\u") || rest.starts_with("\\U");
    const std::size_t digits = rest.starts_with("\\u") ? 4 : 8;
    if (is_escape && rest.size() < 2 + digits) return std::nullopt;
    const auto code = is_escape ? number_of(rest.substr(2, digits), 16)
                                : std::optional<unsigned>(static_cast<unsigned char>(rest.front()));
    if (!code || !add_utf8(*code, text)) return std::nullopt;
    rest.remove_prefix(is_escape ? 2 + digits : 1);
  }
  return text;
}

std::optional<std::string> latin1_of(std::string_view utf8) {
  std::string bytes;
  bytes.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto first = static_cast<unsigned char>(utf8[i]);
    if (first < 0x80) {
      bytes += utf8[i];
      continue;
    }
    const bool is_two = (first == 0xc2 || first == 0xc3) && i + 1 < utf8.size();
    if (!is_two) return std::nullopt;
    const auto second = static_cast<unsigned char>(utf8[++i]);
    if ((second & 0xc0U) != 0x80) return std::nullopt;
    bytes += static_cast<char>((first & 0x03U) << 6 | (second & 0x3fU));
  }
  return bytes;
}

}  // namespace convlens::media
