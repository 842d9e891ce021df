#pragma once

#include "fuzz/driver/target.h"

namespace convlens::fuzz {

// Text of many lines, as .prototxt files are: lines taken out, doubled, moved and taken from
// elsewhere, numbers and words in them replaced by odd ones, brackets lost and added.
Bytes damage_lines(const Bytes& seed, const Bytes& other, Random& random);

}  // namespace convlens::fuzz
