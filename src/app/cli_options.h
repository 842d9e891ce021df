#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "core/result.h"

// What all commands of the command line share.
namespace convlens::app {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;  // the input or the work
inline constexpr int kWrongCommandLine = 2;

// "convlens: SENTENCE" on stderr, in one line whatever names of files and values it quotes.
void say_wrong(std::string sentence);
// Says it; kFailed.
int report(const Error& error);
// kDone, or report().
int finish(const Status& status);
// The text on stdout and kDone, or report().
int finish(const Result<std::string>& text);

// An empty name, as an unset variable of a script leaves it, is no way to ask for the default.
CLI::Option* add_file(CLI::App* app, const std::string& name, std::string& file, const char* help);
CLI::Option* add_files(CLI::App* app, const std::string& name, std::vector<std::string>& files,
                       const char* help);

}  // namespace convlens::app
