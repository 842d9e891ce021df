#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <utility>

#include "core/result.h"

namespace convlens {

// An open file's number, closed with it.
class FileNumber {
 public:
  FileNumber() = default;
  explicit FileNumber(int number) : number_(number) {}
  FileNumber(FileNumber&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileNumber& operator=(FileNumber&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  FileNumber(const FileNumber&) = delete;
  FileNumber& operator=(const FileNumber&) = delete;
  ~FileNumber();

  int get() const { return number_; }

 private:
  int number_ = -1;
};

// A file by which one process at a time says that something is its own, until it ends, however that
// comes. Made where it is missing. Nothing where another process has it.
Result<std::optional<FileNumber>> lock_file(const std::filesystem::path& path);

// A file that grows by whole pieces, each of which is on the disk when append() returns.
class GrowingFile {
 public:
  // Made where it is missing; what is there stays.
  static Result<GrowingFile> open(const std::filesystem::path& path);
  // On failure the file is as it was.
  Status append(std::span<const std::byte> bytes);
  std::uint64_t size() const { return size_; }

 private:
  GrowingFile(FileNumber file, std::filesystem::path path, std::uint64_t size)
      : file_(std::move(file)), path_(std::move(path)), size_(size) {}

  FileNumber file_;
  std::filesystem::path path_;
  std::uint64_t size_;
};

// How the name ends of a file that is being written beside its target, or was when a process ended.
inline constexpr const char* kUnfinished = ".new";

// Writes beside the target, waits for the disk, and renames, so that the target is either the old
// file or the whole new one even where the machine goes down.
Status write_synced(const std::filesystem::path& path, std::span<const std::byte> bytes);

}  // namespace convlens
