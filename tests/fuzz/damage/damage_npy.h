#pragma once

#include "fuzz/driver/target.h"

namespace convlens::fuzz {

// Good .npy files of every type, order of bytes, order of axes and format version.
std::vector<Bytes> npy_seeds();

// A .npy file whose header says something else than it did, or something wrong: another type,
// other extents up to those whose product overflows, an entry lost or doubled, a length that lies,
// more or less data than it tells of. What is no .npy file is damaged as bytes.
Bytes damage_npy(const Bytes& seed, const Bytes& other, Random& random);

}  // namespace convlens::fuzz
