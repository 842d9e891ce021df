#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace convlens {

// SHA-256 as FIPS 180-4 defines it, in hexadecimal.
std::string sha256(std::span<const std::byte> message);

// Of a file's bytes, which are not all held at once; empty of what is no regular file, or cannot be
// read.
std::string file_sha256(const std::filesystem::path& path);

}  // namespace convlens
