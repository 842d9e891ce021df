#pragma once

#include <string>
#include <string_view>

namespace convlens {

// Text out of a file as a one-line message may quote it: the bytes of control characters and of
// broken UTF-8 become "\\x1B", and what goes beyond 80 bytes an ellipsis.
std::string printable(std::string_view text);

// All of a text from outside as the window may draw it: bytes that are no UTF-8 become "\\xE9".
std::string legible(std::string_view text);

// Whether text can stand in messages and tables as it is: UTF-8 without control characters.
bool is_printable(std::string_view text);

}  // namespace convlens
