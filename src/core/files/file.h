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

// How a regular file begins: `count` bytes, fewer where it is shorter, and none where it cannot be
// read. None of anything else, either: what is read of a pipe is gone from it.
std::vector<std::byte> read_start(const std::filesystem::path& path, std::size_t count);

// What a name leads to by symbolic links, where nothing is there yet, too; the name itself of what
// is no link. A ring of links is followed some rounds.
std::filesystem::path link_target(std::filesystem::path path);

// The whole of a file at once, as NewFile writes it.
Status write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);

}  // namespace convlens
