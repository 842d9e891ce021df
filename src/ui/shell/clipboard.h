#pragma once

#include "lab/lab.h"
#include "ui/kit/files.h"

namespace convlens::ui {

// The filter on the stage as text: see lab/document/filter_text.h.
void copy_filter(lab::Lab& lab);

// Filters from such text, behind the one on the stage and onto it: smaller ones, and those of other
// channels, are brought to the shape of mine. Or what was copied in another program: a picture, or
// files. What is none of them is said.
void paste(lab::Lab& lab, Files& files);

}  // namespace convlens::ui
