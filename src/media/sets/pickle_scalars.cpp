// Numbers and texts.
#include <bit>

#include "media/sets/pickle_reader.h"
#include "media/sets/pickle_text.h"

namespace convlens::media {

Result<std::string_view> PickleReader::take(std::uint64_t count) {
  if (count > text_.size()) return damaged();
  const std::string_view taken = text_.substr(0, count);
  text_.remove_prefix(count);
  return taken;
}

Result<std::string_view> PickleReader::line() {
  const std::size_t end = text_.find('\n');
  if (end == std::string_view::npos) return damaged();
  const std::string_view taken = text_.substr(0, end);
  text_.remove_prefix(end + 1);
  return taken;
}

Result<std::uint64_t> PickleReader::unsigned_of(std::size_t bytes) {
  TRY_ASSIGN(const auto raw, take(bytes));
  std::uint64_t value = 0;
  for (std::size_t i = bytes; i-- > 0;) value = value << 8 | static_cast<unsigned char>(raw[i]);
  return value;
}

Result<std::string_view> PickleReader::counted(std::size_t bytes) {
  TRY_ASSIGN(const auto count, unsigned_of(bytes));
  return take(count);
}

// In two's complement, as many bytes as it needs. Numbers beyond 64 bits are none that data of a
// set have.
Status PickleReader::push_long(std::string_view little_endian) {
  if (little_endian.size() > sizeof(std::int64_t)) return odd();
  const bool negative =
      !little_endian.empty() && (static_cast<unsigned char>(little_endian.back()) & 0x80U) != 0;
  std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
  for (std::size_t i = little_endian.size(); i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(little_endian[i]);
  }
  return push(std::bit_cast<std::int64_t>(value));
}

Status PickleReader::push_number(char code) {
  switch (code) {
    case 'N':
      return push(PickleNone{});
    case '\x88':
      return push(true);
    case '\x89':
      return push(false);
    case 'K':
    case 'M': {
      TRY_ASSIGN(const auto value, unsigned_of(code == 'K' ? 1 : 2));
      return push(static_cast<std::int64_t>(value));
    }
    case 'J': {
      TRY_ASSIGN(const auto value, take(4));
      return push_long(value);
    }
    case '\x8a':
    case '\x8b': {
      TRY_ASSIGN(const auto value, counted(code == '\x8a' ? 1 : 4));
      return push_long(value);
    }
    case 'G': {
      TRY_ASSIGN(const auto raw, take(8));
      std::uint64_t bits = 0;
      for (const char byte : raw) bits = bits << 8 | static_cast<unsigned char>(byte);
      return push(std::bit_cast<double>(bits));
    }
    case 'F': {
      TRY_ASSIGN(const auto digits, line());
      const auto value = pickled_double(digits);
      return value ? push(*value) : Status(damaged());
    }
    default: {  // 'I', 'L'
      TRY_ASSIGN(const auto digits, line());
      if (code == 'I' && (digits == "00" || digits == "01")) return push(digits == "01");
      const auto value = pickled_integer(digits);
      return value ? push(*value) : Status(damaged());
    }
  }
}

Status PickleReader::push_text(char code) {
  switch (code) {
    case 'S': {
      TRY_ASSIGN(const auto quoted, line());
      auto text = python_string(quoted);
      return text ? push(PickleText{*std::move(text)}) : Status(damaged());
    }
    case 'V': {
      TRY_ASSIGN(const auto escaped, line());
      auto text = raw_unicode(escaped);
      return text ? push(PickleText{*std::move(text)}) : Status(damaged());
    }
    case 'U':       // of Python 2
    case 'C':       // bytes
    case '\x8c': {  // Unicode
      TRY_ASSIGN(const auto text, counted(1));
      return push(PickleText{std::string(text)});
    }
    case 'T':
    case 'B':
    case 'X': {
      TRY_ASSIGN(const auto text, counted(4));
      return push(PickleText{std::string(text)});
    }
    default: {  // those of 8 bytes' length: Unicode, bytes, a bytearray
      TRY_ASSIGN(const auto text, counted(8));
      return push(PickleText{std::string(text)});
    }
  }
}

}  // namespace convlens::media
