#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// What stands in a pickle as text that people can read: protocol 0. Nothing where it is damaged.
namespace convlens::media {

// "12", "-7", "5L"
std::optional<std::int64_t> pickled_integer(std::string_view digits);
std::optional<double> pickled_double(std::string_view digits);
// A text as Python 2 writes it, 'a\x00b' with its quotes, as bytes.
std::optional<std::string> python_string(std::string_view quoted);
// Latin 1 with "\u1234" and "\U00012345" for all else, as UTF-8.
std::optional<std::string> raw_unicode(std::string_view text);
// UTF-8 of code points below 256 as one byte each.
std::optional<std::string> latin1_of(std::string_view utf8);

}  // namespace convlens::media
