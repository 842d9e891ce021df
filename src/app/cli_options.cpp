#include "app/cli_options.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

namespace convlens::app {
namespace {

CLI::Validator file_name() {
  return CLI::Validator(
      [](const std::string& text) {
        return text.empty() ? std::string("the name of a file expected, found none") : "";
      },
      "");
}

}  // namespace

void say_wrong(std::string sentence) {
  std::replace_if(
      sentence.begin(), sentence.end(),
      [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
  fmt::print(stderr, "convlens: {}\n", sentence);
}

int report(const Error& error) {
  say_wrong(error.message);
  return kFailed;
}

int finish(const Status& status) { return status ? kDone : report(status.error()); }

int finish(const Result<std::string>& text) {
  if (!text) return report(text.error());
  fmt::print("{}\n", *text);
  return kDone;
}

CLI::Option* add_file(CLI::App* app, const std::string& name, std::string& file, const char* help) {
  return app->add_option(name, file, help)->check(file_name())->type_name("FILE");
}
CLI::Option* add_files(CLI::App* app, const std::string& name, std::vector<std::string>& files,
                       const char* help) {
  return app->add_option(name, files, help)->check(file_name())->type_name("FILE");
}

std::optional<std::pair<int, int>> parse_extents(const std::string& text, int max) {
  std::pair<int, int> pair;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, pair.first);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != 'x') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, pair.second);
  if (second.ec != std::errc{} || second.ptr != end) return std::nullopt;
  const bool fits = pair.first >= 1 && pair.second >= 1 && pair.first <= max && pair.second <= max;
  return fits ? std::optional(pair) : std::nullopt;
}

}  // namespace convlens::app
