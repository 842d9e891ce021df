#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>
#include <utility>

#include "core/result.h"

namespace convlens {

// A file that grows beside its target and takes its place once it is whole, so that the target is
// either the old file or the whole new one; without keep() nothing stays of it. An existing target
// keeps its permissions, a link stays a link and what it points to is written, be it there yet or
// not, a write-protected file is refused. Devices and pipes are written to directly.
class NewFile {
 public:
  // Says what is wrong with the path before anything is written.
  static Result<NewFile> create(const std::filesystem::path& path);
  NewFile(NewFile&& other) noexcept
      : path_(std::move(other.path_)),
        target_(std::move(other.target_)),
        beside_(std::exchange(other.beside_, {})),
        exists_(other.exists_),
        file_(std::move(other.file_)) {}
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();

  Status write(std::span<const std::byte> bytes);
  // Where the next bytes go, from the beginning. A pipe refuses it.
  Status seek(std::uint64_t offset);
  // Ends it.
  Status keep();

  const std::filesystem::path& path() const { return path_; }

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using FileHandle = std::unique_ptr<std::FILE, CloseFile>;

  explicit NewFile(std::filesystem::path path) : path_(std::move(path)) {}
  Status open_beside();

  std::filesystem::path path_;
  std::filesystem::path target_;  // what the path leads to; empty for a device
  std::filesystem::path beside_;  // until it is kept
  bool exists_ = false;
  FileHandle file_;
};

}  // namespace convlens
