#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/result.h"
#include "loaders/isolation/model_archive.h"

// Parsers that crash on damaged files run in a child process: this same program, started with
//   --isolated-read KIND MEGABYTES SECONDS FILE [COMPANION]
// which reads FILE under limits of memory and processor time and writes what it found to a pipe.
namespace convlens::loaders {

// What the child can read. Errors name the file.
struct IsolatedReader {
  std::string_view kind;
  Result<ModelArchive> (*read)(const std::filesystem::path& path);
};

// To be called first thing in main(): where the command line is that of such a child, does its work
// and gives the exit status that main() must return at once.
std::optional<int> run_isolated_child(int argc, char** argv,
                                      std::span<const IsolatedReader> readers);

struct IsolationLimits {
  // Wall-clock time for the whole read, after which the child is killed. It also ends after so much
  // processor time, or 10 seconds and 1 more for each 4 MB of the file where that is less.
  int timeout_ms = 60'000;
  // Address space of the child: that of the program itself, plus this, plus four times the file.
  std::size_t spare_bytes = std::size_t{1} << 29;
  // Text and arrays that the child may hand back: this, plus sixteen times the file, but at most
  // 4 GiB. Weights may be stored in half the size, or compressed.
  std::size_t reply_bytes = std::size_t{1} << 26;
  // Set by another thread where nobody wants the file any more: the child is killed as if its time
  // were over.
  const std::atomic<bool>* dropped = nullptr;
};

// Reads a regular file in a child of its own and waits for it; safe to call from several threads.
// The child's death, its running out of time or memory, and whatever is wrong with the file are one
// sentence that begins with the file's name.
// `companion`: another file that belongs to it, for readers that ask for one.
Result<ModelArchive> isolated_read(std::string_view kind, const std::filesystem::path& path,
                                   const IsolationLimits& limits = {},
                                   const std::filesystem::path& companion = {});

// In the child: the companion that the parent has named; empty where it has none.
const std::filesystem::path& child_companion();

}  // namespace convlens::loaders
