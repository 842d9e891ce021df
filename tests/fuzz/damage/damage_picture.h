#pragma once

#include "fuzz/driver/target.h"

namespace convlens::fuzz {

// A picture file damaged where its readers look: the fields of a TIFF's first directory and of a
// bitmap's header, the numbers in front of a Netpbm picture, the chunks of a PNG, whose check sums
// are right again. Some are damaged as bytes.
Bytes damage_picture(const Bytes& seed, const Bytes& other, Random& random);

}  // namespace convlens::fuzz
