#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// A fuzz target is one file: the function LLVMFuzzerTestOneInput(), which does with the bytes what
// the program would do with a file, and target(), which says where good inputs come from and how to
// damage them. It is driven by driver.cpp, or by libFuzzer where the compiler brings it.
//
// Whatever must never happen ends the process (must_be(), a sanitizer); whatever may happen is
// counted.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace convlens::fuzz {

using Bytes = std::vector<std::byte>;
// Only its own bits are used, never a distribution of the library's: a seed means the same
// everywhere.
using Random = std::mt19937_64;

inline std::size_t below(Random& random, std::size_t end) { return random() % end; }
inline bool one_in(Random& random, std::size_t n) { return below(random, n) == 0; }
template <typename Range>
auto& any_of(Random& random, Range&& range) {
  return range[below(random, std::size(range))];
}

struct Target {
  // Good inputs from these files; a file that is none of the target's gives nothing.
  std::vector<Bytes> (*seeds)(const std::vector<std::filesystem::path>& files);
  // Where the caller names no files: those below tests/golden and tests/fuzz that end so.
  std::vector<std::string> endings;
  // `other` is another seed, to take parts from.
  Bytes (*damage)(const Bytes& seed, const Bytes& other, Random& random);
};
const Target& target();  // defined once by each target

// The files themselves.
std::vector<Bytes> whole_files(const std::vector<std::filesystem::path>& files);

// ---- What became of an input

enum class Outcome {
  kAccepted,         // and, where it is a model, too large to be computed here
  kComputed,         // a model that gave a result
  kNotComputed,      // a model that gave a sentence
  kRefused,          // by a sentence of the reader's
  kNotBuilt,         // read, but refused by a sentence of the model's builder
  kReaderDied,       // within a library, in its own process: a sentence
  kReaderTimedOut,   // likewise
  kReaderOutOfRoom,  // likewise: asked for more memory than it may have
};
inline constexpr std::array<std::string_view, 8> kOutcomeNames{"accepted",
                                                               "computed",
                                                               "not computed",
                                                               "refused by the reader",
                                                               "refused by the builder",
                                                               "reader died",
                                                               "reader timed out",
                                                               "reader out of memory"};

using OutcomeCounts = std::array<std::atomic<std::uint64_t>, kOutcomeNames.size()>;
void count_into(OutcomeCounts& counts);  // from now on
void count(Outcome outcome);

// ---- What must hold

// Ends the process with this text on stderr unless `holds`.
void must_be(bool holds, std::string_view what, std::string_view found);
// One line of printable text, no full stop at its end, and, where there is a file, its name in
// front.
void must_be_sentence(std::string_view message, std::string_view file = {});

}  // namespace convlens::fuzz
