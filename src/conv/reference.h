#pragma once

#include "conv/geometry.h"

namespace convlens::conv {

// The definition of conv2d as loops, each sum in double precision and rounded once. Slow on
// purpose; the truth that the other engines are tested against. Allocates nothing.
void conv2d_reference(const Problem& problem);

}  // namespace convlens::conv
