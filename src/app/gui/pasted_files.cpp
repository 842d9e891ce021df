#include "app/gui/pasted_files.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <system_error>

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kScheme = "file://";
constexpr std::size_t kMaxText = 65'536;

// RFC 3986, 2.1: %20 is a space.
std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    unsigned char value = 0;
    const char* end = text.data() + i + 3;
    const auto read = std::from_chars(text.data() + i + 1, end, value, 16);
    if (read.ec != std::errc() || read.ptr != end || value == 0) return std::nullopt;
    decoded += static_cast<char>(value);
    i += 2;
  }
  return decoded;
}

std::optional<fs::path> named_file(std::string_view line) {
  std::optional<std::string> path(line);
  if (line.starts_with(kScheme)) {
    line.remove_prefix(kScheme.size());
    if (line.starts_with("localhost/")) line.remove_prefix(std::string_view("localhost").size());
    path = percent_decoded(line);
  }
  std::error_code error;
  if (!path || !path->starts_with('/') || !fs::exists(*path, error)) return std::nullopt;
  return fs::path(*path);
}

}  // namespace

std::vector<fs::path> named_files(std::string_view text) {
  if (text.size() > kMaxText || text.find('\0') != std::string_view::npos) return {};
  std::vector<fs::path> files;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    const auto file = named_file(line);
    if (!file) return {};
    files.push_back(*file);
  }
  return files;
}

}  // namespace convlens::app
