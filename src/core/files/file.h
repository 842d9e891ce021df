#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <vector>

#include "core/result.h"

namespace convlens {

// The whole file, or all that comes through a pipe. Errors name the path and say whether it is
// missing, a folder, a device, or unreadable. Refuses files over max_bytes before reading them.
Result<std::vector<std::byte>> read_file(const std::filesystem::path& path,
                                         std::size_t max_bytes = std::size_t{1} << 31);

// Writes beside the target and renames, so the target is either the old file or the whole new one.
// On failure the temporary file is removed. An existing target keeps its permissions, a link stays
// a link, a write-protected file is refused. Devices and pipes are written to directly.
Status write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);

}  // namespace convlens
