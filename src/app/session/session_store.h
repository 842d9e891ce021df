#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/files/zip_archive.h"
#include "core/result.h"

namespace convlens::app {

// Where the bytes are kept that a session names instead of holding them.
class SessionStore {
 public:
  SessionStore() = default;
  SessionStore(const SessionStore&) = delete;
  SessionStore& operator=(const SessionStore&) = delete;
  virtual ~SessionStore() = default;

  virtual bool has(const std::string& name) const = 0;
  // What has a name already has these bytes: names tell what they hold.
  virtual Status keep(const std::string& name, std::vector<std::byte> bytes) = 0;
  virtual Result<std::vector<std::byte>> bytes(const std::string& name) const = 0;
  // As a file that a reader can be given, with those beside it whose names begin alike.
  virtual Result<std::filesystem::path> file(const std::string& name) const = 0;
};

// Whether a name is one that a session gives: two or three parts with a slash between each two,
// none of which leads elsewhere.
bool is_store_name(std::string_view name);

// Files in a folder, each written beside and renamed. Made when first written to.
class FolderStore final : public SessionStore {
 public:
  explicit FolderStore(std::filesystem::path folder) : folder_(std::move(folder)) {}

  bool has(const std::string& name) const override;
  Status keep(const std::string& name, std::vector<std::byte> bytes) override;
  Result<std::vector<std::byte>> bytes(const std::string& name) const override;
  Result<std::filesystem::path> file(const std::string& name) const override;

 private:
  std::filesystem::path folder_;
};

// Members of an archive that is being made.
class MembersStore final : public SessionStore {
 public:
  bool has(const std::string& name) const override;
  Status keep(const std::string& name, std::vector<std::byte> bytes) override;
  Result<std::vector<std::byte>> bytes(const std::string& name) const override;
  Result<std::filesystem::path> file(const std::string& name) const override;
  std::vector<ZipMember> take() { return std::move(members_); }

 private:
  std::vector<ZipMember> members_;
};

// An archive that is read; files are unpacked into another store.
class ArchiveStore final : public SessionStore {
 public:
  ArchiveStore(const ZipArchive& archive, SessionStore& unpacked)
      : archive_(archive), unpacked_(unpacked) {}

  bool has(const std::string& name) const override;
  Status keep(const std::string& name, std::vector<std::byte> bytes) override;
  Result<std::vector<std::byte>> bytes(const std::string& name) const override;
  Result<std::filesystem::path> file(const std::string& name) const override;

 private:
  const ZipArchive& archive_;
  SessionStore& unpacked_;
};

}  // namespace convlens::app
