#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace convlens::app {

// The files and folders that a pasted text names, a line each, as file managers copy them: whole
// paths, or addresses such as file:///my/a%20b.png. Empty where any line is anything else, or
// names what is not there.
std::vector<std::filesystem::path> named_files(std::string_view text);

}  // namespace convlens::app
