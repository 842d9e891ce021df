#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "loaders/isolation/isolated_pipe.h"

namespace convlens::fuzz {

// A child that reads one file after another for its parent, forked from it. What it writes to
// stderr goes to `report`, a descriptor that stays open.
class ReaderProcess {
 public:
  ReaderProcess(std::string_view kind, std::span<const loaders::IsolatedReader> readers,
                const std::filesystem::path& path, int report);

  const std::string& kind() const { return kind_; }
  int files_read() const { return files_read_; }
  // What the file at the path holds now. A child that has died can be asked no more.
  loaders::IsolatedReply read();

 private:
  std::string kind_;
  std::filesystem::path path_;
  loaders::ChildProcess child_;
  int files_read_ = 0;
};

// Reads the file at `path`, always the same one, in a process that reads `files_a_process` of them:
// a process for each, as the program has it, takes five times as long under a sanitizer. Where a
// process dies, the file is read once more in one that has read nothing before, and what comes of
// this counts: files must not answer for each other.
loaders::IsolatedReply read_in_process(std::string_view kind,
                                       std::span<const loaders::IsolatedReader> readers,
                                       const std::filesystem::path& path, int report,
                                       int files_a_process);

}  // namespace convlens::fuzz
