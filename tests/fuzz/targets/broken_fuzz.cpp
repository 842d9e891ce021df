#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "fuzz/damage/damage_json.h"
#include "fuzz/driver/isolated_target.h"

// Does wrong what the input names, so that the driver can be seen to notice. Its inputs are the
// files in broken/, which hold one word each.
namespace convlens::fuzz {
namespace {

// At a place that no compiler knows beforehand.
int read_past_the_end() {
  const std::vector<int> values(4);
  volatile std::size_t place = values.size();
  return values.data()[place];
}

Result<loaders::ModelArchive> crash_in_own_code(const std::filesystem::path& path) {
  return fail("{}: {}", path.string(), read_past_the_end());
}

// As a library would: past the sanitizers, which see only own code.
Result<loaders::ModelArchive> end_by(int number) {
  signal(number, SIG_DFL);
  raise(number);
  return loaders::ModelArchive{};
}

Result<loaders::ModelArchive> die(const std::filesystem::path& /*path*/) { return end_by(SIGSEGV); }

// As a library does that writes where it may not, in the C library's words.
Result<loaders::ModelArchive> damage_heap(const std::filesystem::path& /*path*/) {
  std::fputs("malloc(): unaligned tcache chunk detected\n", stderr);
  return end_by(SIGABRT);
}

Result<loaders::ModelArchive> hang(const std::filesystem::path& /*path*/) {
  for (std::atomic<int> i = 0;; ++i) {
  }
}

Result<loaders::ModelArchive> say_two_lines(const std::filesystem::path& path) {
  return fail("{}: one\ntwo", path.string());
}

constexpr std::array kReaders{
    loaders::IsolatedReader{"own-code", crash_in_own_code}, loaders::IsolatedReader{"die", die},
    loaders::IsolatedReader{"heap", damage_heap}, loaders::IsolatedReader{"hang", hang},
    loaders::IsolatedReader{"two-lines", say_two_lines}};

Bytes same(const Bytes& seed, const Bytes& /*other*/, Random& /*random*/) { return seed; }

}  // namespace

const Target& target() {
  static const Target kTarget{whole_files, {".word"}, same};
  return kTarget;
}

}  // namespace convlens::fuzz

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace convlens::fuzz;
  const auto bytes = std::as_bytes(std::span(data, size));
  std::string word = to_text(bytes);
  while (!word.empty() && word.back() == '\n') word.pop_back();
  if (word == "leak") {
    // Kept nowhere, and large enough for the growth to be seen where leaks are not.
    volatile auto* lost = static_cast<char*>(std::malloc(1 << 20));
    for (int i = 0; i < 1 << 20; i += 512) lost[i] = 1;
  } else if (word == "crash") {
    std::abort();
  } else if (word != "good") {
    read_isolated({.kind = word, .file = bytes, .readers = kReaders});
  }
  count(Outcome::kAccepted);
  return 0;
}
