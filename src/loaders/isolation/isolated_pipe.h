#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

#include "loaders/isolation/child_process.h"
#include "loaders/isolation/isolated.h"

// The two ends of the pipe between a child that reads a file and its parent. isolated_read() and
// run_isolated_child() are made of them; tests that need many children a second bring children of
// their own.
namespace convlens::loaders {

// What the child may use.
struct ReaderLimits {
  std::size_t spare_megabytes = 0;  // address space beyond that of the program itself
  std::size_t cpu_seconds = 0;      // 0: any number
};
// Those of a child that reads a file of this size.
ReaderLimits reader_limits(const IsolationLimits& limits, std::size_t file_bytes);

// In the child: from now on.
void apply_limits(const ReaderLimits& limits);
// All of the bytes; false where nobody listens, or none come any more.
bool write_all(int pipe, std::span<const std::byte> bytes);
bool read_all(int pipe, std::span<std::byte> bytes);

// The child's end: reads the file and writes to the pipe what came of it; false where nobody
// listens.
bool answer_parent(std::string_view kind, const std::filesystem::path& path,
                   std::span<const IsolatedReader> readers, int pipe);

struct IsolatedReply {
  // Errors are one sentence that begins with the file's name.
  Result<ModelArchive> archive;
  // How the child ended, where that is why there is no archive.
  std::optional<ChildEnd> death = {};
  bool complete = false;  // the child has told all, and nothing more is under way
};
// The parent's end: waits for what the child has found in this file.
IsolatedReply receive_reply(ChildProcess& child, const std::filesystem::path& path,
                            std::size_t file_bytes, const IsolationLimits& limits);

}  // namespace convlens::loaders
