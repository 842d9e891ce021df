#include "core/printable.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>

namespace convlens {
namespace {

// How many bytes the UTF-8 character at the front takes; 0 where there is none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return byte(0) < 0x20 || byte(0) == 0x7F ? 0 : 1;
  const std::size_t length = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
  if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
  }
  switch (byte(0)) {
    case 0xC2:  // U+0080 to U+009F are control characters too
    case 0xE0:  // what fits two bytes
      return byte(1) < 0xA0 ? 0 : length;
    case 0xED:  // halves of a surrogate pair
      return byte(1) > 0x9F ? 0 : length;
    case 0xF0:  // what fits three bytes
      return byte(1) < 0x90 ? 0 : length;
    case 0xF4:  // beyond U+10FFFF
      return byte(1) > 0x8F ? 0 : length;
    default:
      return length;
  }
}

std::string escaped(char byte) {
  return fmt::format("\\x{:02X}", static_cast<unsigned char>(byte));
}

// U+0080 to U+009F, which are sound UTF-8.
bool is_control_of_two(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  return text.size() >= 2 && byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) < 0xA0;
}

}  // namespace

std::string printable(std::string_view text) {
  constexpr std::size_t kMaxBytes = 80;
  std::string result;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    const std::string shown = length == 0 ? escaped(text[0]) : std::string(text.substr(0, length));
    if (result.size() + shown.size() > kMaxBytes) return result + "\u2026";
    result += shown;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return result;
}

std::string legible(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const bool ascii = static_cast<unsigned char>(text[0]) < 0x80;
    std::size_t length = ascii ? 1 : character_length(text);
    if (length == 0 && is_control_of_two(text)) length = 2;
    if (length == 0) {
      result += escaped(text[0]);
      length = 1;
    } else {
      result += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return result;
}

bool is_printable(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace convlens
