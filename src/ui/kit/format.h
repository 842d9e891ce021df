#pragma once

#include <array>
#include <string>

#include "lab/shown/shown_maps.h"

namespace convlens::ui {

// A number as the panels print it: two decimals where they say enough, else three digits.
using NumberText = std::array<char, 24>;
NumberText format_number(double value);

// With as many decimals as numbers of this size need, the same for all that stand beside each
// other: two from 1 on, one more for each power of ten below.
NumberText format_beside(double value, double largest);

// With its sign, a real minus: "+0.034", "\u22120.034". What is rounded to 0 is +0.
std::string signed_text(double value, int decimals);
// The same with as many decimals as format_number() has.
std::string format_signed(double value);
// Of a term: one digit more than the value has, so that what is added up can be checked.
std::string term_text(double value);

// A part of the values: a line a row, tabs between the columns unless told, as spreadsheets
// and np.loadtxt take it. Each reads back as the same float.
std::string values_text(const lab::ShownMaps& maps, const lab::MapPart& part,
                        char separator = '\t');

// "R", or the channel's number where there are not three.
std::string channel_name(int channels, int channel);
// "333,526"
std::string grouped(std::int64_t count);

}  // namespace convlens::ui
