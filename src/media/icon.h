#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/result.h"

namespace convlens::media {

// A picture with its transparency: rows of RGBA from the top, alpha not multiplied in.
struct Icon {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgba;
};

// An 8-bit PNG with an alpha channel. The error names the file.
Result<Icon> read_icon(const std::filesystem::path& path);

}  // namespace convlens::media
