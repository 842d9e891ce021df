#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

#include "core/result.h"

namespace convlens::media {

// The picture that another program put on the desktop's clipboard, as the bytes of a file that
// decode_picture() reads; empty where there is none, or no desktop. Waits a few seconds at most for
// the other program, and no longer where another thread sets `dropped`.
Result<std::vector<std::byte>> picture_on_clipboard(const std::atomic<bool>& dropped);

}  // namespace convlens::media
