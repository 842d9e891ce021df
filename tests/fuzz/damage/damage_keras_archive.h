#pragma once

#include "fuzz/driver/target.h"

namespace convlens::fuzz {

// A .keras archive one of whose members is damaged in a way that suits it, packed again with right
// lengths and checksums, so that the damage reaches the parser of that member. Some are damaged as
// archives: members missing, doubled, renamed, falsely described, bytes changed.
Bytes damage_keras_archive(const Bytes& seed, const Bytes& other, Random& random);

}  // namespace convlens::fuzz
