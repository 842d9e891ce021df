#pragma once

#include <cstddef>

namespace convlens {

// Memory for arrays: large blocks that were let go are kept a while for the next of their size. A
// film's frames ask for the same ones again and again, and what the system gives anew it has to
// clear, page by page: of a frame of 4K that took as long as to convolve it. From any thread.

inline constexpr std::size_t kBlockAlignment = 64;  // bytes

// Throws std::bad_alloc without memory.
void* take_block(std::size_t bytes);
// Of as many bytes as it was taken with.
void give_block(void* block, std::size_t bytes) noexcept;
// Those that nobody asked for lately go back to the system.
void release_idle_blocks();

}  // namespace convlens
