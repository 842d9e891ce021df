#pragma once

#include "fuzz/driver/target.h"

namespace convlens::fuzz {

// A few changes of the kinds that damage any file: bits flipped, runs overwritten, cut out or
// doubled, numbers of 1 to 8 bytes set to what lengths and offsets do not expect, the end cut off,
// a part of `other` in place of a part of this.
Bytes damage_bytes(const Bytes& seed, const Bytes& other, Random& random);

}  // namespace convlens::fuzz
