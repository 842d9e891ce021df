#pragma once

#include <string>

// The ends of --help. cmake/man_pages_script.cmake makes sections of the manual pages out of their
// headings.
namespace convlens::app {

// Of every command: which files open.
std::string format_help();

// Of the program: that, what it keeps where, which variables it heeds, how it ends.
std::string program_help();

}  // namespace convlens::app
