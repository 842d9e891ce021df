#pragma once

#include <charconv>
#include <string_view>

namespace convlens {

// std::from_chars() for a float, which the web's standard library lacks: the number that a text
// begins with, whatever the locale.
std::from_chars_result read_float(std::string_view text, float& number);

}  // namespace convlens
