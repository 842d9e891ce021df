#pragma once

#include "fuzz/driver/target.h"

namespace convlens::fuzz {

// A file that the library itself has written after a few things in it were changed, added or taken
// away. Empty where `seed` is no HDF5 file.
Bytes edit_hdf5(const Bytes& seed, Random& random);

}  // namespace convlens::fuzz
