#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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
// --prototxt, of commands about a trained network.
void add_structure(CLI::App* app, std::string& file);

// One of a few words, into a value or an optional one. (CLI11's own transformer would accept the
// values' numbers, too.)
template <typename T, typename Value>
CLI::Option* add_choice(CLI::App* app, const std::string& name, Value& value,
                        const std::vector<std::pair<std::string, T>>& choices,
                        const std::string& help) {
  std::string words;
  for (const auto& choice : choices) words += (words.empty() ? "" : "|") + choice.first;
  return app
      ->add_option_function<std::string>(
          name,
          [name, &value, choices, words](const std::string& text) {
            for (const auto& choice : choices) {
              if (choice.first != text) continue;
              value = choice.second;
              return;
            }
            throw CLI::ValidationError(fmt::format("{} {}: {} expected", name, text, words));
          },
          help)
      ->type_name(words);
}

// The whole text as a number, nothing where it is none, too large, or below 0.
std::optional<std::uint64_t> whole_number(std::string_view text);
// Nothing where it is NaN or infinite.
std::optional<float> finite_number(std::string_view text);

// "1600x900" into the two numbers, each from 1 to `max`; nothing where the text is not like that.
std::optional<std::pair<int, int>> parse_extents(const std::string& text, int max);

// "2", which is "2,2", or "2,1" likewise.
std::optional<std::pair<int, int>> parse_steps(const std::string& text, int max);

}  // namespace convlens::app
