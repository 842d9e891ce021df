#include "core/files/file_name.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <system_error>

namespace convlens {
namespace {

namespace fs = std::filesystem;

char in_small(char letter) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
}
char in_capitals(char letter) {
  return static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
}

}  // namespace

bool has_ending(const fs::path& path, std::string_view ending) {
  const std::string name = path.filename().string();
  if (name.size() <= ending.size()) return false;  // a hidden file of that name has no ending
  return std::equal(ending.begin(), ending.end(), name.end() - std::ssize(ending),
                    [](char a, char b) { return in_small(a) == in_small(b); });
}

fs::path beside(const fs::path& path, std::string_view ending) {
  fs::path small = path;
  small.replace_extension(ending);
  std::string letters(ending);
  std::transform(letters.begin(), letters.end(), letters.begin(), in_capitals);
  fs::path capitals = path;
  capitals.replace_extension(letters);
  std::error_code unknown;
  return !fs::exists(small, unknown) && fs::exists(capitals, unknown) ? capitals : small;
}

fs::path name_set_aside(const fs::path& path, std::string_view why) {
  const std::string stem = path.stem().string() + "." + std::string(why) + "-";
  std::error_code unknown;
  for (int number = 1;; ++number) {
    fs::path aside = path;
    aside.replace_filename(stem + std::to_string(number) + path.extension().string());
    if (!fs::exists(fs::symlink_status(aside, unknown))) return aside;
  }
}

}  // namespace convlens
