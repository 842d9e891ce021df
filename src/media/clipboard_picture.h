#pragma once

#include <atomic>
#include <cstddef>
#include <span>
#include <vector>

#include "core/result.h"

namespace convlens::media {

// The picture that another program put on the desktop's clipboard, as the bytes of a file that
// decode_picture() reads; empty where there is none, or no desktop. Waits a few seconds at most for
// the other program, and no longer where another thread sets `dropped`.
Result<std::vector<std::byte>> picture_on_clipboard(const std::atomic<bool>& dropped);

// Puts a PNG there as image/png: a process of its own serves it, also when this one has ended,
// until something else is copied. Waits a few seconds at most for it to begin.
Status put_picture_on_clipboard(std::span<const std::byte> png);

}  // namespace convlens::media
