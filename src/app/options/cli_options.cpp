#include "app/options/cli_options.h"

#include <algorithm>
#include <charconv>
#include <cmath>
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

// All of the text, not only its beginning.
template <typename T>
std::optional<T> whole_value(std::string_view text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  return error == std::errc{} && rest == end ? std::optional(value) : std::nullopt;
}

// Two numbers from 1 to `max`, divided by `mark`.
std::optional<std::pair<int, int>> parse_pair(std::string_view text, char mark, int max) {
  const std::size_t place = text.find(mark);
  if (place == std::string_view::npos) return std::nullopt;
  const auto first = whole_value<int>(text.substr(0, place));
  const auto second = whole_value<int>(text.substr(place + 1));
  if (!first || !second) return std::nullopt;
  const bool fits = *first >= 1 && *second >= 1 && *first <= max && *second <= max;
  return fits ? std::optional(std::pair(*first, *second)) : std::nullopt;
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
void add_structure(CLI::App* app, std::string& file) {
  add_file(app, "--prototxt", file,
           "what tells a Caffe network's layers; the one beside it unless told");
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  return whole_value<std::uint64_t>(text);
}

std::optional<float> finite_number(std::string_view text) {
  const auto value = whole_value<float>(text);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<std::pair<int, int>> parse_extents(const std::string& text, int max) {
  return parse_pair(text, 'x', max);
}

std::optional<std::pair<int, int>> parse_steps(const std::string& text, int max) {
  const bool both = text.find(',') == std::string::npos;
  return parse_pair(both ? text + ',' + text : text, ',', max);
}

}  // namespace convlens::app
