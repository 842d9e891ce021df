#pragma once

#include <string>

namespace convlens::app {

// Which files open, for the end of a command's help.
std::string format_help();

}  // namespace convlens::app
