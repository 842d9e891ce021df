#pragma once

#include "lab/lab.h"

namespace convlens::ui {

// The filter on the stage as text: see lab/filter_text.h.
void copy_filter(const lab::Lab& lab);

// Filters from such text, behind the one on the stage and onto it. Smaller ones, and those of other
// channels, are brought to the shape of mine; what is no filter is said.
void paste_filters(lab::Lab& lab);

}  // namespace convlens::ui
