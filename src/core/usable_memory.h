#pragma once

#include <cstddef>

namespace convlens {

// Bytes of memory that this process may come to hold: the machine's, or less where a limit was set
// to the process or to the container that it runs in.
std::size_t usable_memory();

}  // namespace convlens
