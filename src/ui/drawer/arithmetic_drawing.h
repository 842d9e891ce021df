#pragma once

#include <string>

#include "lab/shown/arithmetic.h"
#include "ui/kit/context.h"

// The three depths at which the drawer shows a sum, each in the room that is left.
namespace convlens::ui {

// The terms as one large line, and as bars that each begin where the last one ended.
void sum_line(const PanelContext& context, const lab::CellArithmetic& cell);

// For each channel: input, weights and products as small pictures. `values` is what the input
// spans, for its brightness.
void sum_groups(const PanelContext& context, const lab::CellArithmetic& cell, ValueRange values);

// The same of one channel, in numbers.
void sum_numbers(const PanelContext& context, const lab::CellArithmetic& cell, int channel,
                 ValueRange values);

// "R", or the channel's number.
std::string channel_letter(int channels, int channel);

}  // namespace convlens::ui
