#pragma once

#include <array>
#include <string>

namespace convlens::ui {

// A number as the panels print it: two decimals where they say enough, else three digits.
using NumberText = std::array<char, 24>;
NumberText format_number(double value);
// The same with its sign, as the terms of a sum have it; 0 is +0.00.
NumberText format_signed(double value);

// With as many decimals and its sign, a real minus: "+0.034", "\u22120.034".
std::string signed_text(double value, int decimals);

// "R", or the channel's number where there are not three.
std::string channel_name(int channels, int channel);

}  // namespace convlens::ui
