#include "lab/document/names.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace convlens::lab {
namespace {

// "edge 2" as "edge" and 2; a name without a number is the first of its kind.
struct Numbered {
  std::string_view stem;
  int number = 1;
  bool told = false;
};

Numbered numbered(std::string_view name) {
  const std::size_t space = name.find_last_not_of("0123456789");
  if (space == std::string_view::npos || space == 0 || name[space] != ' ') return {name};
  Numbered result{name.substr(0, space), 0, true};
  const char* end = name.data() + name.size();
  const auto read = std::from_chars(name.data() + space + 1, end, result.number);
  return read.ec == std::errc() && result.number < 1'000'000 ? result : Numbered{name};
}

}  // namespace

std::string unused_name(const std::string& name, const std::vector<std::string_view>& taken) {
  const Numbered wanted = numbered(name);
  int largest = 0;
  for (const std::string_view other : taken) {
    const Numbered found = numbered(other);
    if (found.stem == wanted.stem) largest = std::max(largest, found.number);
  }
  const bool is_taken = std::find(taken.begin(), taken.end(), name) != taken.end();
  if (largest == 0 || (wanted.told && !is_taken)) return name;
  return std::string(wanted.stem) + " " + std::to_string(largest + 1);
}

}  // namespace convlens::lab
