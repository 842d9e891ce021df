#include "fuzz/driver/target.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/files/file.h"
#include "core/printable.h"

namespace convlens::fuzz {
namespace {

OutcomeCounts own_counts{};
OutcomeCounts* current_counts = &own_counts;

}  // namespace

std::vector<Bytes> whole_files(const std::vector<std::filesystem::path>& files) {
  std::vector<Bytes> all;
  for (const auto& file : files) {
    auto bytes = read_file(file);
    if (bytes) all.push_back(*std::move(bytes));
  }
  return all;
}

void count_into(OutcomeCounts& counts) { current_counts = &counts; }

void count(Outcome outcome) { ++(*current_counts)[static_cast<std::size_t>(outcome)]; }

void must_be(bool holds, std::string_view what, std::string_view found) {
  if (holds) return;
  std::fprintf(stderr, "expected %.*s, found: %.*s\n", static_cast<int>(what.size()), what.data(),
               static_cast<int>(found.size()), found.data());
  std::abort();
}

void must_be_sentence(std::string_view message, std::string_view file) {
  must_be(!message.empty() && is_printable(message), "one line of text", message);
  must_be(message.back() != '.', "a sentence without a full stop", message);
  must_be(file.empty() ||
              (message.substr(0, file.size()) == file && message.substr(file.size(), 2) == ": "),
          "a sentence that begins with the file's name", message);
}

}  // namespace convlens::fuzz
