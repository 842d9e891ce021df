#pragma once

#include <filesystem>

namespace convlens {

// The folder that holds the running program, from which data files that travel with a build are
// found. Empty where the system does not tell.
std::filesystem::path executable_folder();

}  // namespace convlens
