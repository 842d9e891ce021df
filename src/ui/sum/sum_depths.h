#pragma once

#include "lab/shown/arithmetic.h"
#include "ui/pieces/map_histogram.h"

// The three depths at which a cell is taken apart, each in the room that is left. `values` is what
// the input spans, for its brightness.
namespace convlens::ui {

// Input times weights gives products, as pictures; the terms; the value, and among which others of
// its map it stands.
void sum_overview(const PanelContext& context, const lab::MapId& map,
                  const lab::CellArithmetic& cell, ValueRange values, MapHistogram& counts);

// The three pictures of every channel; of many, those whose terms are the largest.
void sum_channels(const PanelContext& context, const lab::CellArithmetic& cell, ValueRange values);

// Every number of one channel.
void sum_numbers(const PanelContext& context, const lab::CellArithmetic& cell, int channel,
                 ValueRange values);

}  // namespace convlens::ui
