#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/files/zip_archive.h"
#include "core/result.h"

namespace convlens::app {

// Where a session that is told puts the bytes that it names instead of holding them.
class SessionSink {
 public:
  SessionSink() = default;
  SessionSink(const SessionSink&) = delete;
  SessionSink& operator=(const SessionSink&) = delete;
  virtual ~SessionSink() = default;

  // Whether the bytes of that name are there; then they stay.
  virtual bool has(const std::string& name) = 0;
  // What has a name already has these bytes: names tell what they hold.
  virtual Status keep(const std::string& name, std::vector<std::byte> bytes) = 0;
};

// Where one that is read finds them.
class SessionSource {
 public:
  SessionSource() = default;
  SessionSource(const SessionSource&) = delete;
  SessionSource& operator=(const SessionSource&) = delete;
  virtual ~SessionSource() = default;

  virtual Result<std::vector<std::byte>> bytes(const std::string& name) const = 0;
  // As a file that a reader can be given, with those beside it whose names begin alike.
  virtual Result<std::filesystem::path> file(const std::string& name) const = 0;
};

// Whether a name is one that a session gives: two or three parts with a slash between each two,
// none of which leads elsewhere.
bool is_store_name(std::string_view name);

// Files in a folder, each of which is on the disk when it has its name. Made when first written to.
class FolderStore final : public SessionSink, public SessionSource {
 public:
  explicit FolderStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Marks the file as used now, see tidy_states().
  bool has(const std::string& name) override;
  Status keep(const std::string& name, std::vector<std::byte> bytes) override;
  Result<std::vector<std::byte>> bytes(const std::string& name) const override;
  Result<std::filesystem::path> file(const std::string& name) const override;

 private:
  std::filesystem::path folder_;
};

// Members of an archive that is being made.
class MembersSink final : public SessionSink {
 public:
  bool has(const std::string& name) override;
  Status keep(const std::string& name, std::vector<std::byte> bytes) override;
  std::vector<ZipMember> take() { return std::move(members_); }

 private:
  std::vector<ZipMember> members_;
};

// An archive; files are unpacked into a folder.
class ArchiveSource final : public SessionSource {
 public:
  ArchiveSource(const ZipArchive& archive, FolderStore& unpacked)
      : archive_(archive), unpacked_(unpacked) {}

  Result<std::vector<std::byte>> bytes(const std::string& name) const override;
  Result<std::filesystem::path> file(const std::string& name) const override;

 private:
  const ZipArchive& archive_;
  FolderStore& unpacked_;
};

}  // namespace convlens::app
