#pragma once

#include <filesystem>
#include <string>

#include "lab/pictures/origin.h"

namespace convlens::app {

// What was just read from this file: its whole path and the checksum of its bytes. `member`: of an
// archive.
lab::Origin origin_of(const std::filesystem::path& path, std::string member = {});

}  // namespace convlens::app
