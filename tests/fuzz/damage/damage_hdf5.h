#pragma once

#include "fuzz/driver/target.h"

namespace convlens::fuzz {

// An HDF5 file with bytes changed, most of them near the file's own tables (object headers, trees,
// symbol tables, heaps, attributes); or one that is whole, but has attributes, arrays and links
// that no Keras writes: other types, sizes and names, arrays that claim huge shapes, links that
// lead elsewhere or in circles, and damaged JSON in model_config.
Bytes damage_hdf5(const Bytes& seed, const Bytes& other, Random& random);

}  // namespace convlens::fuzz
