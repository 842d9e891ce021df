#include "app/files/verbose.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <atomic>

namespace convlens::app {
namespace {

// Of the whole process, as stderr is: every command reads pictures, each at another depth.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<bool> wanted = false;

}  // namespace

void set_verbose(bool verbose) { wanted = verbose; }

void say_conversions(const std::filesystem::path& file, const std::vector<Phrase>& done) {
  if (!wanted || done.empty()) return;
  fmt::print(stderr, "convlens: {}: {}\n", file.string(), fmt::join(done, ", "));
}

}  // namespace convlens::app
