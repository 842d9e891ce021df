#include "app/desktop/layout_file.h"

#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <system_error>

#include "core/files/file.h"
#include "core/files/file_name.h"

namespace convlens::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = std::size_t{1} << 16;
constexpr std::size_t kMostNodes = 100;
constexpr std::size_t kMostSections = 200;
constexpr int kFarthest = 1 << 16;  // pixels

// Children of each dock node, by its identifier.
using Nodes = std::map<std::uint32_t, int>;

// The word behind " NAME=", up to the next space.
std::optional<std::string_view> value_of(std::string_view line, std::string_view name) {
  for (std::size_t at = line.find(name); at != std::string_view::npos;
       at = line.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool begins = at == 0 || line[at - 1] == ' ';
    if (!begins || end >= line.size() || line[end] != '=') continue;
    const std::string_view rest = line.substr(end + 1);
    return rest.substr(0, rest.find_first_of(" \r"));
  }
  return std::nullopt;
}

std::optional<std::uint32_t> identifier(std::string_view line, std::string_view name) {
  const auto text = value_of(line, name);
  if (!text || text->substr(0, 2) != "0x") return std::nullopt;
  std::uint32_t id = 0;
  const char* const end = text->data() + text->size();
  const auto [at, error] = std::from_chars(text->data() + 2, end, id, 16);
  return error == std::errc{} && at == end ? std::optional(id) : std::nullopt;
}

Status add_node(std::string_view line, bool has_parent, Nodes& nodes) {
  const auto id = identifier(line, "ID");
  if (!id || *id == 0) return fail("a dock node has no identifier");
  if (nodes.contains(*id)) return fail("two dock nodes have one identifier");
  if (nodes.size() == kMostNodes) return fail("there are more than {} dock nodes", kMostNodes);
  if (has_parent) {
    const auto parent = identifier(line, "Parent");
    const auto known = parent ? nodes.find(*parent) : nodes.end();
    if (known == nodes.end()) return fail("a dock node is in none that stands before it");
    if (++known->second > 2) return fail("a dock node is split into more than two");
  }
  nodes.emplace(*id, 0);
  return {};
}

// "272,800": both within reach.
Status check_pixels(std::string_view line) {
  for (const char* const name : {"Pos", "Size", "SizeRef"}) {
    const auto text = value_of(line, name);
    if (!text) continue;
    const char* at = text->data();
    const char* const end = at + text->size();
    for (int i = 0; i < 2; ++i) {
      int pixels = 0;
      const auto [next, error] = std::from_chars(at, end, pixels);
      if (error != std::errc{} || pixels < -kFarthest || pixels > kFarthest) {
        return fail("a panel stands where no screen is");
      }
      at = next == end ? end : next + 1;
    }
  }
  return {};
}

std::string_view trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view{} : line.substr(first);
}

}  // namespace

Status check_layout(std::string_view text) {
  Nodes nodes;
  std::size_t sections = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.substr(0, 1) == "[" && ++sections > kMostSections) {
      return fail("there are more than {} panels", kMostSections);
    }
    const bool is_space = line.substr(0, 9) == "DockSpace";
    if (is_space || line.substr(0, 8) == "DockNode") {
      TRY(add_node(line, !is_space || value_of(line, "Parent").has_value(), nodes));
    }
    TRY(check_pixels(line));
  }
  for (const auto& [id, children] : nodes) {
    if (children == 1) return fail("a dock node is split into one");
  }
  return {};
}

std::string read_layout(const fs::path& file, Phrase& said) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(file, error))) return {};
  Status usable = fail("it is no file");
  std::string text;
  if (fs::is_regular_file(file, error)) {
    const auto bytes = read_file(file, kMostBytes);
    if (bytes) text.assign(reinterpret_cast<const char*>(bytes->data()), bytes->size());
    usable = bytes ? check_layout(text) : Status(fail(bytes.error()));
  }
  if (usable) return text;
  const fs::path aside = name_set_aside(file, "unusable");
  fs::rename(file, aside, error);
  said = phrase("{}: the arrangement of the panels could not be used ({}), the file is now {}",
                file.string(), usable.error(),
                error ? file.filename().string() : aside.filename().string());
  return {};
}

}  // namespace convlens::app
