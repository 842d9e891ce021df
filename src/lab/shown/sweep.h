#pragma once

#include <cstdint>

#include "lab/view.h"

namespace convlens::lab {

class Lab;

// How many cells further a sweep over a map is after some seconds.
std::int64_t swept_cells(SweepSpeed speed, double elapsed_s, int rows, int columns);

// Begins a sweep at the pinned cell, or at the first cell of the map of the shown picture and
// filter, and pins it; ends the one that runs.
void toggle_sweep(Lab& lab);
// Moves the pinned cell of a running sweep on by the time that has passed.
void advance_sweep(Lab& lab, double passed_s);
// Ends a sweep and moves the pinned cell by some cells, row by row and round at the map's ends.
// Where none is pinned, the one that is shown is, or the one in the middle.
void step_cell(Lab& lab, int cells);

}  // namespace convlens::lab
