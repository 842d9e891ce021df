#include "loaders/files/onnx_external.h"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>

#include "core/printable.h"

namespace convlens::loaders {
namespace {

namespace fs = std::filesystem;

struct Place {
  fs::path file;
  std::uintmax_t offset = 0;
  std::uintmax_t length = 0;
};

std::optional<std::uintmax_t> number(const std::string& text) {
  std::uintmax_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

bool is_within(const fs::path& file, const fs::path& folder) {
  const auto [rest, unused] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
  return rest == folder.end();
}

// A model's file may name any other as the place of its values: only those in its own folder are
// opened, links followed. The file may be a link itself, its values beside what it leads to.
Result<fs::path> checked_file(const std::string& array, const std::string& location,
                              const fs::path& model) {
  const fs::path relative(location);
  const auto refused = [&](const Word& why) {
    return fail(R"(the values of "{}" lie in another file, "{}", {})", printable(array),
                printable(location), why);
  };
  const bool leaves = std::find(relative.begin(), relative.end(), "..") != relative.end();
  if (location.empty() || relative.is_absolute() || leaves) {
    return refused(word("which is not in the model's folder"));
  }
  std::error_code error;
  const fs::path folder = model.has_parent_path() ? model.parent_path() : fs::path(".");
  fs::path file = fs::canonical(folder / relative, error);
  if (error) return refused(word("which is not there"));
  const fs::path led_to = fs::canonical(model, error).parent_path();
  if (!is_within(file, fs::canonical(folder, error)) && !is_within(file, led_to)) {
    return refused(word("which is not in the model's folder"));
  }
  if (!fs::is_regular_file(file, error)) return refused(word("which is no file"));
  return file;
}

bool is_external(const onnx::TensorProto& tensor) {
  return tensor.data_location() == onnx::TensorProto::EXTERNAL;
}

Result<Place> place_of(const onnx::TensorProto& tensor, const fs::path& model) {
  std::string location;
  Place place;
  std::optional<std::uintmax_t> length;
  for (const auto& entry : tensor.external_data()) {
    if (entry.key() == "location") location = entry.value();
    if (entry.key() != "offset" && entry.key() != "length") continue;
    const auto value = number(entry.value());
    if (!value) {
      return fail(R"(the values of "{}" lie at "{}" of another file, expected a number)",
                  printable(tensor.name()), printable(entry.value()));
    }
    if (entry.key() == "offset") place.offset = *value;
    if (entry.key() == "length") length = *value;
  }
  TRY_ASSIGN(place.file, checked_file(tensor.name(), location, model));
  std::error_code error;
  const std::uintmax_t size = fs::file_size(place.file, error);
  if (error || place.offset > size || length.value_or(0) > size - place.offset) {
    return fail(R"(the values of "{}" lie beyond the end of the file "{}")",
                printable(tensor.name()), printable(location));
  }
  place.length = length.value_or(size - place.offset);
  return place;
}

Status read_tensor(onnx::TensorProto& tensor, const fs::path& model) {
  TRY_ASSIGN(const auto place, place_of(tensor, model));
  std::string bytes(place.length, '\0');
  std::ifstream file(place.file, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(place.offset));
  if (!file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    return fail(R"(the values of "{}" cannot be read from "{}")", printable(tensor.name()),
                printable(place.file.filename().string()));
  }
  tensor.set_raw_data(std::move(bytes));
  tensor.clear_data_location();
  tensor.clear_external_data();
  return {};
}

// Calls visit(tensor) for every array of the graph that lies elsewhere.
template <typename Graph, typename Visit>
Status for_each_external(Graph& graph, const Visit& visit) {
  for (auto& tensor : *graph.mutable_initializer()) {
    if (!is_external(tensor)) continue;
    TRY(visit(tensor));
  }
  for (auto& node : *graph.mutable_node()) {
    for (auto& attribute : *node.mutable_attribute()) {
      if (!attribute.has_t() || !is_external(attribute.t())) continue;
      TRY(visit(*attribute.mutable_t()));
    }
  }
  return {};
}

}  // namespace

Result<std::size_t> external_bytes(onnx::GraphProto& graph, const fs::path& model) {
  constexpr std::uintmax_t kMaxBytes = std::uintmax_t{1} << 40U;
  std::uintmax_t bytes = 0;
  TRY(for_each_external(graph, [&](const onnx::TensorProto& tensor) -> Status {
    TRY_ASSIGN(const auto place, place_of(tensor, model));
    bytes = std::min(bytes + std::min(place.length, kMaxBytes), kMaxBytes);
    return {};
  }));
  return static_cast<std::size_t>(bytes);
}

Status read_external(onnx::GraphProto& graph, const fs::path& model) {
  return for_each_external(graph,
                           [&](onnx::TensorProto& tensor) { return read_tensor(tensor, model); });
}

}  // namespace convlens::loaders
